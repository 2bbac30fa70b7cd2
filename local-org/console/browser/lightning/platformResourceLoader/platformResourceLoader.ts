/** `lightning/platformResourceLoader`: scripts and style sheets from static resources, each once per document. */
const loading = new Map<string, Promise<void>>();

export function loadScript(_component: unknown, url: string): Promise<void> {
  return once(url, () => Object.assign(document.createElement('script'), { src: url }));
}

export function loadStyle(_component: unknown, url: string): Promise<void> {
  return once(url, () => Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url }));
}

function once(url: string, make: () => HTMLElement): Promise<void> {
  const known = loading.get(url);
  if (known !== undefined) return known;
  const promise = new Promise<void>((resolve, reject) => {
    const element = make();
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      // The next who asks tries again.
      loading.delete(url);
      reject(new Error(`${url} could not be loaded.`));
    });
    document.head.append(element);
  });
  loading.set(url, promise);
  return promise;
}
