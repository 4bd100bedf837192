// The script of the page of the interface, as it is sent to the browser: plain JavaScript without a build, for it has to be there
// where the app was never built. It is tried in a browser by docs-page.real.test.ts.

/** JavaScript of a module. */
export const docsScript = `
const base = new URL('.', document.baseURI);
const list = document.querySelector('#list');
const token = document.querySelector('#token');
const find = document.querySelector('#find');

const element = (name, options = {}, ...children) => {
  const made = Object.assign(document.createElement(name), options);
  made.append(...children);
  return made;
};

const shown = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

async function ask(method, path, fields, body) {
  let address = path.slice(1);
  const query = new URLSearchParams();
  for (const { parameter, input } of fields) {
    if (input.value === '') continue;
    if (parameter.in === 'path') address = address.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
    else if (parameter.in === 'query') query.set(parameter.name, input.value);
  }
  const url = new URL('../' + address + (query.size === 0 ? '' : '?' + query), base);
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  for (const { parameter, input } of fields)
    if (parameter.in === 'header' && input.value !== '') headers[parameter.name] = input.value;
  if (token.value !== '') headers.authorization = 'Bearer ' + token.value;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const type = response.headers.get('content-type') ?? '';
  const names = ['location', 'etag', 'preference-applied', 'retry-after', 'content-disposition'];
  const told = names.flatMap((name) => (response.headers.has(name) ? [name + ': ' + response.headers.get(name)] : []));
  const isText = type.includes('json') || type.startsWith('text/') || type.includes('ndjson');
  const text = isText ? shown(await response.text()) : type === '' ? '' : '(a file of ' + type + ')';
  return [response.status + ' ' + response.statusText, ...told, '', text].join('\\n');
}

// The first good answer, as a home answered it once.
function exampleOf(operation) {
  const [status, answer] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];
  for (const [media, { example }] of Object.entries(answer?.content ?? {}))
    if (example !== undefined) {
      const text = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
      return [element('details', { className: 'example' },
        element('summary', { textContent: 'An answer: ' + status + ', ' + media }), element('pre', { textContent: text }))];
    }
  return [];
}

function operationOf(method, path, operation) {
  const parameters = operation.parameters ?? [];
  const fields = parameters.map((parameter) => ({
    parameter,
    input: element('input', { value: parameter.example ?? '', name: parameter.name, spellcheck: false }),
  }));
  const content = operation.requestBody?.content?.['application/json'];
  const body = content === undefined ? undefined : element('textarea', {
    value: JSON.stringify(content.example ?? {}, null, 2), rows: 8, spellcheck: false, name: 'body',
  });
  const answer = element('pre', { hidden: true });
  const send = element('button', { type: 'button', textContent: 'Send' });
  send.onclick = async () => {
    send.disabled = true;
    answer.hidden = false;
    answer.textContent = '…';
    try {
      const isSent = method !== 'GET' && method !== 'DELETE';
      answer.textContent = await ask(method, path, fields, isSent ? (body?.value ?? '{}') : undefined);
    } catch (error) {
      answer.textContent = String(error);
    }
    send.disabled = false;
  };
  const inputs = fields.map(({ parameter, input }) =>
    element('label', {}, parameter.name + (parameter.required ? ' (needed)' : '') + ' ',
      element('small', { textContent: parameter.description ?? '' }), input));
  const may = operation['x-action'] === 'open' ? 'for everybody' : 'needs ' + operation['x-action'];
  return element('details', { id: operation.operationId },
    element('summary', {}, element('span', { className: 'method', textContent: method }),
      element('code', { textContent: path })),
    element('p', { textContent: operation.summary + ' (' + may + ')' }),
    ...inputs,
    ...(body === undefined ? [] : [element('label', {}, 'Body', body)]),
    ...exampleOf(operation), send, answer);
}

const response = await fetch(new URL('v1/openapi.json', base));
const document_ = await response.json();
const groups = new Map();
for (const [path, operations] of Object.entries(document_.paths))
  for (const [method, operation] of Object.entries(operations)) {
    const tag = operation.tags[0];
    const made = operationOf(method.toUpperCase(), path, operation);
    const text = (path + ' ' + operation.operationId + ' ' + operation.summary).toLowerCase();
    groups.set(tag, [...(groups.get(tag) ?? []), { made, text }]);
  }
const sections = [...groups].map(([tag, all]) => {
  const section = element('section', {}, element('h2', { textContent: tag }), ...all.map(({ made }) => made));
  return { section, all };
});
list.replaceChildren(...sections.map(({ section }) => section));
find.oninput = () => {
  const word = find.value.trim().toLowerCase();
  for (const { section, all } of sections) {
    for (const { made, text } of all) made.hidden = !text.includes(word);
    section.hidden = all.every(({ made }) => made.hidden);
  }
};
const asked = document.getElementById(location.hash.slice(1));
if (asked !== null && asked.tagName === 'DETAILS') {
  asked.open = true;
  asked.scrollIntoView();
}
`;
