"""Translations: the translator only marks texts; who may have what translated is as in Mastodon."""

from trunkline.sandbox.store.settings import change_setting

LANGUAGES = "/api/v1/instance/translation_languages"


def translate(person, status, code=200, **params):
    return person.post(f"/api/v1/statuses/{status['id']}/translate", code, json=params)


def test_a_status_is_translated(world, ann, bob):
    status = ann.say(
        "Hallo @bob\n\nIhr alle",
        language="de",
        spoiler_text="Achtung",
        poll={"options": ["ja", "nein"], "expires_in": 300},
    )
    begin, end = status["content"].split("Hallo")
    assert begin == "<p>"
    assert translate(bob, status) == {
        "detected_source_language": "de",
        "language": "en",
        "provider": "Trunkline Sandbox",
        "spoiler_text": "[de → en: Achtung]",
        "content": f"<p>[de → en: Hallo{end.removesuffix('</p>')}]</p>",
        "poll": {"id": status["poll"]["id"], "options": [{"title": "[de → en: ja]"}, {"title": "[de → en: nein]"}]},
        "media_attachments": [],
    }


def test_descriptions_of_media_are_translated(world, ann):
    media = [str(world.media(ann, description="Ein Bild")), str(world.media(ann))]
    status = ann.say("Seht", language="de", media_ids=media)
    shown = translate(ann, status, lang="fr")["media_attachments"]
    assert shown == [{"id": media[0], "description": "[de → fr: Ein Bild]"}, {"id": media[1], "description": ""}]


def test_the_language_is_that_of_the_user_unless_another_is_asked_for(world, ann, bob):
    world.store.execute("UPDATE users SET locale = 'pt-BR' WHERE account_id = ?", (bob.id,))
    status = ann.say("hello", language="en")
    for asked, language in ((None, "pt"), ("", "pt"), ("xx", "pt"), ("fr", "fr"), ("de-AT", "de")):
        assert translate(bob, status, lang=asked)["language"] == language
    assert translate(bob, status, lang="fr")["content"] == "<p>[en → fr: hello]</p>"
    assert translate(bob, status, lang="fr")["spoiler_text"] == ""


def test_what_is_not_translated(world, ann, bob):
    refused = {"error": "This action is not allowed"}
    assert translate(ann, ann.say("hello", visibility="private"), 403, lang="de") == refused
    assert translate(ann, ann.say("hello", language="en"), 403, lang="en") == refused
    assert translate(ann, ann.say("saluton", language="eo"), 403, lang="de") == refused
    hidden = ann.say("hello", visibility="direct")
    assert translate(bob, hidden, 404, lang="de") == {"error": "Not Found"}
    world.request("POST", f"/api/v1/statuses/{hidden['id']}/translate", 401)


def test_a_status_without_a_language_is_taken_for_english(world, ann):
    status = ann.say("hello")
    world.store.execute("UPDATE statuses SET language = NULL")
    assert translate(ann, status, lang="en")["detected_source_language"] == "en"
    assert translate(ann, status, lang="de")["content"] == "<p>[en → de: hello]</p>"


def test_a_server_without_a_translator(world, ann):
    change_setting(world.store, "translation", False)
    assert world.get(LANGUAGES) == {}
    assert world.get("/api/v2/instance")["configuration"]["translation"] == {"enabled": False}
    assert translate(ann, ann.say("hello"), 404, lang="de") == {"error": "Not Found"}
    assert translate(ann, ann.say("hello", visibility="private"), 404) == {"error": "Not Found"}


def test_what_is_offered_is_done(world, ann):
    assert world.get("/api/v2/instance")["configuration"]["translation"] == {"enabled": True}
    pairs = world.get(LANGUAGES)
    assert pairs["de"] == ["ar", "en", "es", "fr", "ja", "ko", "nl", "pl", "pt"]
    assert pairs["und"] == sorted([*pairs["de"], "de"])
    for source in set(pairs) - {"und"}:
        status = ann.say(f"in {source}", language=source)
        assert [translate(ann, status, lang=one)["language"] for one in pairs[source]] == pairs[source]
