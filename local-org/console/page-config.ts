/** What the server tells the page. The first answer travels as JSON inside the document and is read by `browser/page.ts`; later pages are fetched. */
import type { PageReference } from './page-reference.ts';

export interface PageConfig {
  /** Changes with every deploy; a page of another version needs another document. */
  readonly orgVersion: string;
  readonly user: PageUser;
  /** The apps this user may open, in the order of their labels. */
  readonly apps: readonly AppSummary[];
  readonly app: AppShell;
  /** The document was asked for by the app's own address: this window shows that app from now on. */
  readonly isAppChosen: boolean;
  readonly page: PageDescription;
  /** What the base components must know of the user's locale, by the names of `@salesforce/i18n`. */
  readonly i18n: Readonly<Record<string, string | number | boolean>>;
  /** May this browser go on as another user without a password? */
  readonly canSwitchUser: boolean;
  /** Proves to the server that a request comes from this page and not from another site. */
  readonly requestToken: string;
}

export interface PageUser {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly locale: string;
}

export interface AppSummary {
  /** Developer name; empty for the frame shown to a user who has no app. */
  readonly name: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly color: string | undefined;
  readonly isConsole: boolean;
}

export interface AppShell extends AppSummary {
  readonly items: readonly NavigationItem[];
  readonly utilities: readonly Utility[];
  /** Utilities without a button: they are there as long as the document is. */
  readonly background: readonly PageNode[];
}

export interface NavigationItem {
  /** As the app names it: `Availability`, `standard-home`, `Order`. */
  readonly name: string;
  readonly label: string;
  readonly address: string;
  readonly icon: string;
}

export interface Utility {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly width: number;
  readonly height: number;
  readonly isEager: boolean;
  readonly node: PageNode;
}

export interface PageDescription {
  readonly address: string;
  readonly reference: PageReference;
  readonly title: string;
  readonly icon: string;
  readonly orgVersion: string;
  readonly status: 200 | 403 | 404;
  readonly rows: readonly PageRow[];
  /** Why there is no page. */
  readonly problems: readonly string[];
}

export interface PageRow {
  readonly regions: readonly PageRegion[];
}

export type RegionWidth = 'SMALL' | 'MEDIUM' | 'LARGE';

export interface PageRegion {
  readonly name: string;
  /** Of twelve columns, on a wide screen. */
  readonly columns: number;
  readonly width: RegionWidth;
  /** Regions inside of this one, above its own nodes. */
  readonly rows: readonly PageRow[];
  readonly nodes: readonly PageNode[];
}

export type PageNode =
  | { readonly kind: 'component'; readonly id: string; readonly module: string; readonly properties: Readonly<Record<string, unknown>>; readonly problems: readonly string[]; readonly isStandard: boolean }
  | { readonly kind: 'tabs'; readonly id: string; readonly tabs: readonly PageTab[] }
  | { readonly kind: 'accordion'; readonly id: string; readonly sections: readonly PageTab[] }
  | { readonly kind: 'text'; readonly id: string; readonly html: string }
  | { readonly kind: 'problem'; readonly id: string; readonly title: string; readonly problems: readonly string[] };

export interface PageTab {
  readonly id: string;
  readonly label: string;
  readonly isActive: boolean;
  readonly nodes: readonly PageNode[];
}
