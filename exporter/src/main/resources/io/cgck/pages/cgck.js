/*
 * What keeps the pages of cgck up to date. All of them can be read without it. Text from the server
 * comes into the page as text only (textContent, or a document that the server escaped), never as HTML
 * that is put together here.
 */
(() => {
  "use strict";

  const REFRESH_MILLIS = 5000;
  const PATIENCE_MILLIS = 30000;
  const TICK_MILLIS = 1000;
  const MOST_ROWS = 200;
  const THEMES = ["auto", "light", "dark"];

  const inWords = (seconds) => {
    if (seconds < 90) {
      return Math.max(0, Math.round(seconds)) + " s";
    }
    if (seconds < 5400) {
      return Math.round(seconds / 60) + " min";
    }
    return seconds < 172800
      ? Math.round(seconds / 3600) + " h"
      : Math.round(seconds / 86400) + " d";
  };

  /** Ages go on from what they were when the server told them: its clock may differ from ours. */
  const startAges = (root) => {
    for (const element of root.querySelectorAll("[data-age]")) {
      element.dataset.since = String(performance.now() - Number(element.dataset.age) * 1000);
    }
  };

  const tick = () => {
    for (const element of document.querySelectorAll("[data-since]")) {
      const age = (performance.now() - Number(element.dataset.since)) / 1000;
      element.textContent = inWords(age) + " ago";
    }
  };

  /** Whatever the person is in the middle of stays as it is. */
  const isInUse = (element) => {
    const selection = document.getSelection();
    return (
      element.contains(document.activeElement) ||
      (selection !== null && !selection.isCollapsed && selection.containsNode(element, true))
    );
  };

  const say = (text) => {
    const status = document.getElementById("live-status");
    if (status !== null && status.textContent !== text) {
      status.textContent = text;
    }
  };

  /** What can be scrolled sideways: on a phone, all tables. */
  const scrollsIn = (element) => [...element.querySelectorAll(".scroll")];

  const refresh = async (isPaused) => {
    if (isPaused() || document.visibilityState === "hidden") {
      return;
    }
    try {
      const answer = await fetch(document.location.href, {
        headers: { Accept: "text/html" },
        signal: AbortSignal.timeout(PATIENCE_MILLIS),
      });
      if (!answer.ok) {
        throw new Error("status " + answer.status);
      }
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const element of document.querySelectorAll("[data-live]")) {
        const other = fresh.getElementById(element.id);
        if (other !== null && !isPaused() && !isInUse(element)) {
          const imported = document.importNode(other, true);
          startAges(imported);
          const scrolled = scrollsIn(element).map((each) => each.scrollLeft);
          element.replaceWith(imported);
          scrollsIn(imported).forEach((each, index) => {
            each.scrollLeft = scrolled[index] ?? 0;
          });
        }
      }
      tick();
      say("");
    } catch (error) {
      say("cgck does not answer (" + error.message + "); what is shown is from before.");
    }
  };

  /** One at a time, and the next one only some time after the answer, however slow that is. */
  const keepUpToDate = () => {
    const pause = document.getElementById("pause");
    let paused = false;
    const goOn = async () => {
      await refresh(() => paused);
      window.setTimeout(goOn, REFRESH_MILLIS);
    };
    window.setTimeout(goOn, REFRESH_MILLIS);
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
    });
  };

  /** What could steer a reader shows as an escape, as in what the server writes. */
  const printable = (text) =>
    text.replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => "\\u" + character.codePointAt(0).toString(16).padStart(4, "0")
    );

  /** A move of the API as the columns of the table have it. */
  const columnsOf = (move) => ({
    ...move,
    time: new Date(move.time).toISOString(),
    mover: [move.mover_pid, move.mover_comm].filter((part) => part).join(" "),
    source: move.away_ms ? move.source + ", back after " + move.away_ms + "ms" : move.source,
  });

  const rowOf = (template, move) => {
    const values = columnsOf(move);
    const row = template.content.cloneNode(true).querySelector("tr");
    for (const element of row.querySelectorAll("[data-field]")) {
      const value = values[element.dataset.field];
      element.textContent = value === undefined || value === null ? "" : printable(String(value));
    }
    for (const link of row.querySelectorAll("a[data-prefix]")) {
      link.setAttribute("href", link.dataset.prefix + encodeURIComponent(link.textContent));
    }
    row.classList.add("fresh");
    return row;
  };

  const follow = (table) => {
    const body = table.querySelector("tbody");
    const template = document.getElementById(table.dataset.row);
    const pause = document.getElementById("pause");
    let held = [];
    let paused = false;

    const show = (values) => {
      document.getElementById("no-rows")?.remove();
      body.prepend(rowOf(template, values));
      while (body.rows.length > MOST_ROWS) {
        body.rows[body.rows.length - 1].remove();
      }
    };

    let missed = 0;
    const sayLive = () =>
      say(
        "Live: moves appear as they happen." +
          (missed > 0 ? " Missed, since they came too fast: " + missed + "." : "")
      );

    const stream = new EventSource(table.dataset.stream);
    stream.addEventListener("open", sayLive);
    stream.addEventListener("missed", (event) => {
      missed += JSON.parse(event.data).missed;
      sayLive();
    });
    stream.addEventListener("error", () =>
      say(
        stream.readyState === EventSource.CLOSED
          ? "Not live: too many are watching, or cgck does not answer. Reload the page for newer moves."
          : "The connection was lost; trying again."
      )
    );
    stream.addEventListener("move", (event) => {
      const values = JSON.parse(event.data);
      if (paused) {
        held = [values, ...held].slice(0, MOST_ROWS);
        pause.textContent = "Go on (" + held.length + " new)";
      } else {
        show(values);
      }
    });
    window.addEventListener("pagehide", () => stream.close());
    // The browser has kept the page while the person was elsewhere, but not the stream.
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) {
        window.location.reload();
      }
    });

    document.getElementById("reload").hidden = true;
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.textContent = paused ? "Go on" : "Pause";
      if (!paused) {
        held.reverse().forEach(show);
        held = [];
      }
    });
  };

  /** What the person chose; private windows may refuse to keep it, which costs the choice only. */
  const kept = {
    theme: () => {
      try {
        const theme = window.localStorage.getItem("cgck-theme");
        return THEMES.includes(theme) ? theme : THEMES[0];
      } catch {
        return THEMES[0];
      }
    },
    keep: (theme) => {
      try {
        window.localStorage.setItem("cgck-theme", theme);
      } catch (error) {
        console.info("the theme is not kept: " + error.message);
      }
    },
  };

  const dress = (theme) => {
    if (theme === THEMES[0]) {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
  };

  const offerThemes = (button) => {
    const label = () => {
      button.textContent = "Theme: " + kept.theme();
    };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      const next = THEMES[(THEMES.indexOf(kept.theme()) + 1) % THEMES.length];
      kept.keep(next);
      dress(next);
      label();
    });
  };

  // This much at once, so that the page does not flash in the other theme.
  dress(kept.theme());
  document.addEventListener("DOMContentLoaded", () => {
    offerThemes(document.getElementById("theme"));
    startAges(document);
    tick();
    window.setInterval(tick, TICK_MILLIS);
    if (document.querySelector("[data-live]") !== null) {
      keepUpToDate();
    }
    document.querySelectorAll("table[data-stream]").forEach(follow);
  });
})();
