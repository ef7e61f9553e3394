// What moderators do.

import { has, id, list, nothing, refused, some, step, text } from "./steps.mjs";

export async function moderation({ as, people: { lena, mia, rita } }) {
  const admin = as.admin.v1.admin;
  await refused("a person who is no moderator", () => Promise.resolve(as.mia.v1.admin.accounts.list()), 403, "This action is outside the authorized scopes");
  const report = (await step("v1.admin.reports.list", () => admin.reports.list(), has("comment", "Too loud"))).find((one) => one.comment === "Too loud");
  const case_ = admin.reports.$select(report.id);
  await step("v1.admin.reports.$select.fetch", () => case_.fetch(), { account: { id: mia.id }, targetAccount: { id: lena.id }, assignedAccount: null, actionTaken: false });
  await step("v1.admin.reports.$select.assignToSelf", () => case_.assignToSelf(), { assignedAccount: { username: "admin" } });
  await step("v1.admin.reports.$select.unassign", () => case_.unassign(), { assignedAccount: null });
  await step("v1.admin.reports.$select.resolve", () => case_.resolve(), { actionTaken: true, actionTakenByAccount: { username: "admin" } });
  await step("v1.admin.reports.$select.reopen", () => case_.reopen(), { actionTaken: false });

  await step("v1.admin.accounts.list", () => admin.accounts.list({ local: true, active: true, limit: 3 }), (found) => found.length === 3 && found.every((one) => one.domain === null && one.email));
  const at = admin.accounts.$select(lena.id);
  await step("v1.admin.accounts.$select.fetch", () => at.fetch(), { id: lena.id, email: lena.email, confirmed: true, approved: true, suspended: false, role: { id: text } });
  await step("v1.admin.accounts.$select.action.create", () => at.action.create({ type: "silence", text: "Too loud", sendEmailNotification: false }), nothing);
  await step("v1.admin.accounts.$select.unsilence", () => at.unsilence(), { silenced: false });
  for (const [type, undo, flag] of [["disable", "enable", "disabled"], ["sensitive", "unsensitive", "sensitized"], ["suspend", "unsuspend", "suspended"]]) {
    await step(`to ${type} somebody`, async () => (await at.action.create({ type }), await at.fetch()), { [flag]: true });
    await step(`v1.admin.accounts.$select.${undo}`, () => at[undo](), { [flag]: false });
  }
  await step("v1.admin.accounts.$select.approve", () => admin.accounts.$select(rita.id).approve(), { id: rita.id, approved: true });
  await refused("v1.admin.accounts.$select.reject", () => admin.accounts.$select(rita.id).reject(), 403, "This action is not allowed");

  await blocks(admin);
  const period = { startAt: "2026-01-01", endAt: "2026-01-03" };
  await step("v1.admin.measures.create", () => admin.measures.create({ keys: ["active_users", "new_users"], ...period }), [{ key: "active_users", total: text, data: (days) => days.length === 3 }, { key: "new_users" }]);
  await step("v1.admin.dimensions.create", () => admin.dimensions.create({ keys: ["languages", "software_versions"], ...period, limit: 3 }), [{ key: "languages", data: list }, { key: "software_versions", data: some }]);
  await step("v1.admin.retention.create", () => admin.retention.create({ ...period, frequency: "day" }), (cohorts) => cohorts.length === 3 && cohorts.every((one) => one.frequency === "day"));

  for (const kind of ["links", "statuses", "tags"]) {
    const found = await step(`v1.admin.trends.${kind}.list`, () => admin.trends[kind].list(), some);
    const trend = admin.trends[kind].$select(found?.[0]?.id);
    await step(`v1.admin.trends.${kind}.$select.approve`, () => trend.approve(), { id: found?.[0]?.id });
    await step(`v1.admin.trends.${kind}.$select.reject`, () => trend.reject(), { id: found?.[0]?.id });
  }
  const publishers = admin.trends.links.publishers;
  const known = await step("v1.admin.trends.links.publishers.list", () => publishers.list(), some);
  await step("v1.admin.trends.links.publishers.$select.approve", () => publishers.$select(known?.[0]?.id).approve(), { id, trendable: true });
  await step("v1.admin.trends.links.publishers.$select.reject", () => publishers.$select(known?.[0]?.id).reject(), { id, trendable: false });
}

async function blocks(admin) {
  const kinds = [
    ["domainBlocks", { domain: "worse.example", severity: "silence", publicComment: "Spam" }, { severity: "suspend" }],
    ["domainAllows", { domain: "good.example" }],
    ["emailDomainBlocks", { domain: "mail.example" }],
    ["canonicalEmailBlocks", { email: "someone@bad.example" }],
    ["ipBlocks", { ip: "10.11.12.0/24", severity: "no_access", comment: "Bots" }, { severity: "sign_up_block" }],
  ];
  for (const [kind, wanted, change] of kinds) {
    const { email, ...shown } = wanted;
    const made = await step(`v1.admin.${kind}.create`, () => admin[kind].create(wanted), { id, ...shown });
    const one = admin[kind].$select(made?.id);
    await step(`v1.admin.${kind}.list`, () => admin[kind].list(), has("id", made?.id));
    await step(`v1.admin.${kind}.$select.fetch`, () => one.fetch(), { id: made?.id, ...shown });
    if (change !== undefined) await step(`v1.admin.${kind}.$select.update`, () => one.update(change), { id: made?.id, ...change });
    if (email !== undefined) await step(`v1.admin.${kind}.test`, () => admin[kind].test({ email }), [{ id: made?.id }]);
    await step(`v1.admin.${kind}.$select.remove`, () => one.remove(), nothing);
    await refused(`an entry of ${kind} that is gone`, () => one.fetch(), 404, "Record not found");
  }
}
