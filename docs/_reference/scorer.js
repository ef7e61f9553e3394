// Of pages that match a search equally well, those that explain come first, and before them the one of the messages.
// The numbers are those of Sphinx.
var Scorer = {
  score: ([docname, title, anchor, descr, score]) => {
    if (docname === "howto/troubleshooting") return score + 2;
    return docname.startsWith("explanations/") ? score + 1 : score;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
