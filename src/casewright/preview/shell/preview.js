// Follows the state of the preview, and puts it on the page. Nothing is loaded from elsewhere.
"use strict";

const byId = (id) => document.getElementById(id);
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
let shownPage = 0;
let shownJournal = "";

function element(tag, text = "", className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}

async function follow() {
  for (let number = ""; ; ) {
    try {
      const answer = await fetch(`state?after=${number}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const state = await answer.json();
      if (state.number === number) continue;
      if (state.page !== shownPage) await showPage(state.journal);
      number = state.number;
      showState(state);
    } catch {
      notify("The preview has ended. Start it again, and open the address that it prints.");
      await pause(1);
    }
  }
}

async function showPage(journal) {
  const answer = await fetch("page/");
  if (!answer.ok) return;
  const text = await answer.text();
  shownPage = Number(answer.headers.get("X-Page"));
  const old = byId("frame").contentDocument;
  if (old?.querySelector("main") && shownJournal === journal) {
    // The frame's own parser: the text is held to the frame's policy, which lets columns be sized.
    const parser = new old.defaultView.DOMParser();
    replaceText(old, parser.parseFromString(text, "text/html"));
  } else {
    await loadFrame();
  }
  shownJournal = journal;
}

function loadFrame() {
  const frame = byId("frame");
  return new Promise((loaded) => {
    frame.addEventListener("load", () => {
      frame.contentDocument.addEventListener("click", clicked);
      loaded();
    }, { once: true });
    frame.src = `page/?${shownPage}`;
  });
}

// What is scrolled stays so; what is new is marked and, if it cannot be seen, brought into view.
function replaceText(page, fresh) {
  const sentences = (root) => [...root.querySelectorAll(".sentence")];
  const known = new Set(sentences(page).map((one) => one.textContent));
  const changed = sentences(fresh).filter((one) => !known.has(one.textContent));
  page.querySelector("style").textContent = fresh.querySelector("style").textContent;
  page.title = fresh.title;
  page.querySelector("main").replaceWith(page.adoptNode(fresh.querySelector("main")));
  changed.forEach((one) => one.classList.add("changed"));
  const height = byId("frame").clientHeight;
  const seen = (one) => {
    const box = one.getBoundingClientRect();
    return box.bottom > 0 && box.top < height;
  };
  if (changed.length && !changed.some(seen)) changed[0].scrollIntoView({ block: "center" });
}

function clicked(event) {
  const link = event.target.closest("a[href]");
  if (link && !link.getAttribute("href").startsWith("#")) {
    event.preventDefault();
    window.open(link.href, "_blank", "noopener,noreferrer");
    return;
  }
  const sentence = event.target.closest(".sentence");
  if (!link && sentence) choose(sentence);
}

function choose(part) {
  const page = part.ownerDocument;
  page.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen"));
  part.classList.add("chosen");
  byId("place").textContent = part.dataset.place ? `Made from ${part.dataset.place}` : "";
}

function showState(state) {
  document.title = `${state.case}: casewright preview`;
  byId("case").textContent = state.case;
  byId("counts").textContent = state.counts;
  byId("status").textContent = status(state);
  notify(state.problem ?? unseen(state));
  showJournals(state);
  showFiles(state);
  showLengths(state);
  byId("findings").replaceChildren(...state.findings.map(row));
  markFindings(state.findings);
}

function unseen(state) {
  if (!state.stale || state.composing) return "";
  return state.page
    ? "The page shows the last state without these errors."
    : "There is no page yet: the errors come first.";
}

function status(state) {
  if (state.composing) return "Composing …";
  if (state.checking) return "Checking …";
  if (state.building) return "Making Word file and PDF …";
  return state.files_are_old ? "Word file and PDF wait for the errors" : "Up to date";
}

function notify(text) {
  byId("notice").hidden = !text;
  byId("notice").textContent = text;
}

function showJournals(state) {
  const select = byId("journal");
  if (select.options.length !== state.journals.length) {
    select.replaceChildren(...state.journals.map((id) => new Option(id, id)));
  }
  if (document.activeElement !== select) select.value = state.journal;
}

function showFiles(state) {
  const links = state.files.map((file) => {
    const link = element("a", file.label, state.files_are_old ? "old" : "");
    link.href = `files/${file.name}`;
    if (file.name.endsWith(".pdf")) link.target = "_blank";
    return link;
  });
  if (links.length && state.files_are_old) links.push(element("span", "of an earlier text", "old"));
  byId("files").replaceChildren(...links);
}

function showLengths(state) {
  const pairs = state.lengths.flatMap((one) => [
    element("dt", one.what),
    element("dd", one.text, one.broken ? "broken" : ""),
  ]);
  byId("lengths").replaceChildren(...pairs);
}

function row(finding) {
  const item = element("li", "", finding.severity);
  const head = element("p");
  const rule = element("a", `${finding.code} ${finding.name}`);
  rule.href = `rules/${finding.code}`;
  rule.target = "_blank";
  head.append(element("span", finding.severity, "level"), " ", rule);
  const message = element("p");
  if (finding.target) {
    const jump = element("button", finding.message);
    jump.type = "button";
    jump.addEventListener("click", () => goTo(finding.target));
    message.append(jump);
  } else {
    message.textContent = finding.message;
  }
  item.append(head, message);
  if (finding.hint) item.append(element("p", finding.hint, "hint"));
  if (finding.place) item.append(element("p", finding.place, "place"));
  return item;
}

function goTo(target) {
  const part = byId("frame").contentDocument.getElementById(target);
  if (!part) return;
  part.scrollIntoView({ block: "center" });
  choose(part);
}

function markFindings(findings) {
  const page = byId("frame").contentDocument;
  page?.querySelectorAll(".found-error, .found-warning, .found-note").forEach((one) => {
    one.classList.remove("found-error", "found-warning", "found-note");
  });
  for (const finding of findings) {
    const part = finding.target && page?.getElementById(finding.target);
    part?.classList.add(`found-${finding.severity}`);
  }
}

byId("journal").addEventListener("change", async (event) => {
  byId("status").textContent = "Composing …";
  event.target.blur();
  await fetch("journal", { method: "POST", body: event.target.value });
});
follow();
