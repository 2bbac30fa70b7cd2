// Runs in the page before everything else, and notes when things happen there, in milliseconds since 1970 UTC.
// Synthetic shadow later hides what is inside of components from these methods, so the browser's own are kept.
(() => {
  const { querySelectorAll } = Document.prototype;
  const closest = Element.prototype.closest;
  const textOf = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent').get;
  const { fetch, MutationObserver } = globalThis;
  const PATIENCE_MILLIS = 20_000;
  const now = () => performance.timeOrigin + performance.now();
  const twoFrames = (done) => requestAnimationFrame(() => requestAnimationFrame(() => done(now())));

  /** Resolves two frames after the selector first matches an element with the text; rejects when it will not come any more. */
  const painted = (selector, text) => new Promise((resolve, reject) => {
    const until = now() + PATIENCE_MILLIS;
    const look = () => {
      const isThere = [...querySelectorAll.call(document, selector)].some((element) => textOf.call(element).includes(text));
      if (isThere) requestAnimationFrame(() => resolve(now()));
      else if (now() < until) requestAnimationFrame(look);
      else reject(new Error(`Nothing like ${selector} with “${text}” is shown.`));
    };
    look();
  });

  const exchanges = [];
  globalThis.fetch = async (...given) => {
    const sentAt = now();
    const response = await fetch(...given);
    const url = String(given[0]);
    if (/cometd|getQueue|recordScans/.test(url)) void response.clone().text().then((text) => exchanges.push({ url, sentAt, answeredAt: now(), text }));
    return response;
  };

  /** The first answer since the list was emptied. */
  const answered = (name) => new Promise((resolve) => {
    const look = () => {
      const exchange = exchanges.find(({ url }) => url.includes(name));
      if (exchange === undefined) setTimeout(look, 5);
      else resolve(exchange);
    };
    look();
  });

  /** From Enter to two frames after the verdict has changed. */
  const nextScan = () => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('No verdict followed the Enter.')), PATIENCE_MILLIS);
    let enteredAt;
    const onKey = (event) => {
      if (event.key === 'Enter') enteredAt ??= performance.timeOrigin + event.timeStamp;
    };
    addEventListener('keydown', onKey, { capture: true });
    const observer = new MutationObserver((changes) => {
      const isVerdict = enteredAt !== undefined && changes.some(({ target }) => closest.call(target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement ?? document.body, 'c-scan-verdict'));
      if (!isVerdict) return;
      observer.disconnect();
      removeEventListener('keydown', onKey, { capture: true });
      twoFrames((verdictAt) => resolve({ enteredAt, verdictAt }));
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  });

  globalThis.bench = { now, painted, nextScan, answered, exchanges };
  globalThis.benchFirst = (selector) => painted(selector, '').then((at) => at - performance.timeOrigin);
})();
