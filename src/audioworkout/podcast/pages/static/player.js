// The player of an episode's page: a cursor in the picture, chapters at a click, keys, the lock
// screen, and the position kept. The page works without it; what needs it is hidden until here.
"use strict";

(() => {
  const LEAP = 10; // s
  const BACK_TO_START = 3; // s into a chapter, from which "previous" means its own start
  const KEPT_EVERY = 5; // s
  const SVG = "http://www.w3.org/2000/svg";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  const clock = (seconds) => {
    const whole = Math.max(0, Math.ceil(seconds - 0.01)); // 15.000000000000007
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? `${minutes}:${two(whole % 60)}`
      : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  };

  const copying = (button) => {
    const field = one("#feed");
    const status = one("[role=status]");
    button.hidden = false;
    field.addEventListener("focus", () => field.select());
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select(); // a page without TLS has no clipboard
        document.execCommand("copy");
        button.focus();
      }
      status.textContent = button.dataset.copied;
      button.classList.add("done");
    });
  };

  const rowsOf = (name) =>
    all(`[data-rows=${name}] a`).map((link) => ({
      link,
      start: Number(link.dataset.start),
      end: Number(link.dataset.end),
      works: "work" in link.dataset,
      title: one("[dir]", link).textContent,
      length: link.lastElementChild.textContent,
    }));

  // The row in which a time lies: the last that has begun.
  const indexAt = (rows, time) => {
    let found = 0;
    while (found + 1 < rows.length && rows[found + 1].start <= time + 0.01) found += 1;
    return found;
  };

  const cursorIn = (picture) => {
    const plot = one(".aw-plot", picture);
    const [left, top, width, height] = ["x", "y", "width", "height"].map((name) =>
      Number(plot.getAttribute(name)),
    );
    const add = (tag, attributes) => {
      const shape = picture.appendChild(document.createElementNS(SVG, tag));
      for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
      return shape;
    };
    const gone = add("rect", { class: "gone", x: left, y: top, width: 0, height });
    const mark = add("g", { class: "cursor" });
    mark.append(
      add("path", { d: `M0 ${top - 4}V${top + height + 5}` }),
      add("circle", { cy: top - 4, r: 4 }),
    );
    const length = Number(picture.dataset.length) / 1000;
    return {
      move(time) {
        const along = (width * Math.min(time, length)) / length;
        gone.setAttribute("width", along.toFixed(1));
        mark.setAttribute("transform", `translate(${(left + along).toFixed(1)} 0)`);
      },
      // The time under a pointer, or null below the axis and beside the bars.
      timeAt(event) {
        const place = plot.getBoundingClientRect();
        const share = (event.clientX - place.left) / place.width;
        if (event.clientY > place.bottom + 24 || share < -0.03 || share > 1.03) return null;
        return Math.min(Math.max(share, 0), 1) * length;
      },
    };
  };

  const keeping = (audio) => {
    const key = `audioworkout:${new URL(audio.src).pathname}`;
    let kept = 0;
    return {
      put(time) {
        if (Math.abs(time - kept) < KEPT_EVERY) return;
        kept = time;
        try {
          localStorage.setItem(key, time.toFixed(1));
        } catch {
          // private windows may keep nothing
        }
      },
      drop() {
        kept = 0;
        try {
          localStorage.removeItem(key);
        } catch {
          // as above
        }
      },
      get() {
        try {
          return Number(localStorage.getItem(key)) || 0;
        } catch {
          return 0;
        }
      },
    };
  };

  const playing = (player) => {
    const audio = one("audio", player);
    const chapters = rowsOf("chapters");
    const steps = rowsOf("steps");
    const cursors = all("svg.aw-picture", player).map((picture) => ({
      picture,
      ...cursorIn(picture),
    }));
    const button = one("[data-do=play]", player);
    const words = { play: button.ariaLabel, pause: button.dataset.pause };
    const memory = keeping(audio);
    let touched = false; // a listener who has moved is not moved back

    const length = () => (Number.isFinite(audio.duration) ? audio.duration : 0);

    const seek = (time) => {
      touched = true;
      audio.currentTime = Math.max(0, length() ? Math.min(time, length()) : time);
    };
    const play = () => audio.play().catch(() => {});
    const toggle = () => (audio.paused ? play() : audio.pause());
    const chapterFrom = (move) => {
      const at = indexAt(chapters, audio.currentTime);
      const late = audio.currentTime - chapters[at].start > BACK_TO_START;
      const to = move > 0 ? at + 1 : late ? at : at - 1;
      if (to < chapters.length) seek(chapters[Math.max(0, to)].start);
    };
    const does = {
      play: toggle,
      back: () => seek(audio.currentTime - LEAP),
      forward: () => seek(audio.currentTime + LEAP),
      previous: () => chapterFrom(-1),
      next: () => chapterFrom(1),
    };

    const show = (selector, text) => {
      const place = one(selector, player);
      if (place.textContent !== text) place.textContent = text;
    };

    const current = (rows, at, value) => {
      rows.forEach((row, index) => {
        if (index === at) row.link.setAttribute("aria-current", value);
        else row.link.removeAttribute("aria-current");
      });
    };

    let shown = [-1, -1];
    const update = () => {
      const time = audio.currentTime;
      for (const cursor of cursors) cursor.move(time);
      const chapter = indexAt(chapters, time);
      const step = indexAt(steps, time);
      show(".left", clock(steps[step].end - time));
      if (shown[0] === chapter && shown[1] === step) return;
      if (shown[0] !== chapter) {
        current(chapters, chapter, "true");
        describe(chapters[chapter].title);
      }
      shown = [chapter, step];
      current(steps, step, "step");
      show(".chapter", chapters[chapter].title);
      show(".what", steps[step].title);
      show(".then", coming(step));
    };

    // What comes after a step; after a pause that is next, the exercise too.
    const coming = (step) => {
      const named = (row) => `${row.title} ${row.length}`;
      const next = steps[step + 1];
      if (!next) return "";
      const works = steps.find((row, index) => index > step && row.works);
      const what = next.works || !works ? [next] : [next, works];
      return player.dataset.then.replace("{}", () => what.map(named).join(" → "));
    };

    const session = navigator.mediaSession;
    const describe = (chapter) => {
      if (!session || !window.MediaMetadata) return;
      session.metadata = new MediaMetadata({
        title: chapter,
        artist: player.dataset.title,
        album: player.dataset.show,
        artwork: [{ src: one("img.cover").src, sizes: "600x600", type: "image/jpeg" }],
      });
    };
    const tell = () => {
      if (!session?.setPositionState || !length()) return;
      session.setPositionState({
        duration: length(),
        playbackRate: audio.playbackRate || 1,
        position: Math.min(audio.currentTime, length()),
      });
    };
    const handlers = {
      play,
      pause: () => audio.pause(),
      seekbackward: does.back,
      seekforward: does.forward,
      previoustrack: does.previous,
      nexttrack: does.next,
      seekto: (details) => seek(details.seekTime),
    };
    for (const [name, handler] of Object.entries(session ? handlers : {})) {
      try {
        session.setActionHandler(name, handler);
      } catch {
        // an action that this browser does not know
      }
    }

    const captions = () => {
      const track = audio.textTracks[0];
      if (!track || track.mode === "hidden") return;
      track.mode = "hidden"; // loads it
      track.addEventListener("cuechange", () => {
        const cues = [...track.activeCues].map((cue) => cue.getCueAsHTML().textContent);
        one(".said", player).hidden = false;
        show(".said", cues.join(" "));
      });
    };

    audio.addEventListener("loadedmetadata", () => {
      const kept = memory.get();
      if (!touched && kept > 0 && kept < length() - LEAP) audio.currentTime = kept;
      update();
    });
    audio.addEventListener("timeupdate", () => {
      update();
      if (!audio.paused) memory.put(audio.currentTime);
    });
    for (const name of ["seeking", "seeked"]) audio.addEventListener(name, update);
    for (const name of ["seeked", "ratechange", "playing", "pause"]) {
      audio.addEventListener(name, tell);
    }
    audio.addEventListener("play", () => {
      captions();
      player.classList.add("playing");
      button.ariaLabel = words.pause;
    });
    audio.addEventListener("pause", () => {
      memory.put(audio.currentTime);
      player.classList.remove("playing");
      button.ariaLabel = words.play;
    });
    audio.addEventListener("ended", memory.drop);

    for (const row of [...chapters, ...steps]) {
      row.link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        seek(row.start);
        play();
      });
    }
    for (const cursor of cursors) {
      cursor.picture.addEventListener("click", (event) => {
        const time = cursor.timeAt(event);
        if (time !== null) seek(time);
      });
    }
    for (const each of all("[data-do]", player)) {
      each.addEventListener("click", does[each.dataset.do]);
    }

    const keys = {
      " ": "play",
      k: "play",
      n: "next",
      p: "previous",
      ArrowLeft: "back",
      ArrowRight: "forward",
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const arrow = event.key.startsWith("Arrow");
      const target = event.target;
      if (target.closest("input") || (target === audio && (arrow || event.key === " "))) return;
      if (event.key === " " && target.closest("button, summary")) return;
      let action = keys[event.key];
      if (event.shiftKey && arrow) action = { back: "previous", forward: "next" }[action];
      if (!action) return;
      event.preventDefault();
      does[action]();
    });

    for (const part of all(".now, .transport, .keys", player)) part.hidden = false;
    update();
    if (audio.readyState > 0) audio.dispatchEvent(new Event("loadedmetadata"));
  };

  const button = one(".copy button");
  if (button) copying(button);
  const player = one(".player");
  if (player) playing(player);
})();
