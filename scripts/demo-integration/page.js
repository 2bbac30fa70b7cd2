/** The demo's screen: asks once a second how everything is, and switches faults. Shapes: DemoState in state.ts. */
const REFRESH_MS = 1000;
const at = (id) => document.getElementById(id);
const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = typeof text === 'number' ? numbers.format(text) : text;
  if (className !== undefined) made.className = className;
  return made;
}

function showStop(id, { state, figures }) {
  const stop = at(id);
  stop.dataset.state = state;
  stop.querySelector('dl').replaceChildren(...figures.flatMap(({ label, value, tone }) => [element('dt', label), element('dd', value, tone)]));
}

function showFaults(faults) {
  const list = at('faults');
  if (list.children.length !== faults.length) {
    list.replaceChildren(...faults.map(({ id, label, explanation }) => {
      const item = element('li');
      const text = element('span');
      const name = element('span', label);
      name.id = `fault-${id}`;
      text.append(name);
      text.append(element('small', explanation));
      const button = element('button');
      button.dataset.fault = id;
      button.id = `switch-${id}`;
      button.setAttribute('role', 'switch');
      // Its name holds the word people see on it.
      button.setAttribute('aria-labelledby', `fault-${id} switch-${id}`);
      button.addEventListener('click', () => { void switchFault(button); });
      item.append(text, button);
      return item;
    }));
  }
  for (const { id, isOn, isBusy } of faults) {
    const button = list.querySelector(`[data-fault="${id}"]`);
    button.setAttribute('aria-checked', String(isOn));
    button.textContent = isOn ? 'On' : 'Off';
    button.disabled = isBusy;
  }
}

async function switchFault(button) {
  button.disabled = true;
  await fetch(`faults/${button.dataset.fault}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ isOn: button.getAttribute('aria-checked') !== 'true' }) });
  await refresh();
}

function row(cells) {
  const made = element('tr');
  made.append(...cells.map(([text, className]) => element('td', text, className)));
  return made;
}

function show(state) {
  at('summary').textContent = state.summary;
  at('console').href = state.consoleUrl;
  for (const id of ['tills', 'gateway', 'org', 'sap']) showStop(id, state[id]);
  showFaults(state.faults);
  at('positions').replaceChildren(...state.positions.map((one) => row([[one.sku], [one.location], [one.truth, 'number'], [one.onHand, 'number'], [one.sapBook, 'number'], [one.pending, 'number'], [one.verdict, one.tone]])));
  at('lags').replaceChildren(...state.lags.map((lag) => row([[lag.source], [lag.hop], [lag.p50Ms, 'number'], [lag.p95Ms, 'number'], [lag.p99Ms, 'number']])));
  at('found').replaceChildren(...(state.found.length === 0 ? [element('li', 'Nothing is missing, dead or adrift.', 'good')] : state.found.map(({ text, tone }) => element('li', text, tone))));
  at('happenings').replaceChildren(...state.happenings.map(({ atMs, text, tone }) => {
    const item = element('li', undefined, tone);
    item.append(element('time', hours.format(atMs)), text);
    return item;
  }));
}

async function refresh() {
  try {
    show(await (await fetch('state')).json());
  } catch {
    at('summary').textContent = 'The demo has ended. Start it again: npm run demo:integration';
  }
}

await refresh();
setInterval(() => { void refresh(); }, REFRESH_MS);
