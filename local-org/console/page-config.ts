/** What the server tells the page; travels as JSON inside the document and is read by `browser/page.ts`. */
export interface PageConfig {
  readonly appLabel: string;
  readonly orgVersion: string;
  readonly user: { readonly id: string; readonly name: string; readonly username: string; readonly locale: string };
  readonly tabs: readonly PageTab[];
  readonly activeTab: string;
  /** Module to show, such as `c/availabilityFinder`; `undefined` when the page cannot be compiled. */
  readonly component?: string | undefined;
  /** Why there is no component: one text per problem. */
  readonly problems: readonly string[];
  /** Proves to the server that a request comes from this page and not from another site. */
  readonly requestToken: string;
}

export interface PageTab {
  /** API name, as in `/lightning/n/<name>`. */
  readonly name: string;
  readonly label: string;
}
