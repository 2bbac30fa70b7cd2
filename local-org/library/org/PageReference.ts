/** System.PageReference, ApexPages messages and the current page. Pages themselves are not rendered here: their content is refused by name. */
import { ApexObject, describePlatformClass } from '../../values/apex-object.ts';
import { ApexList } from '../../values/collections/list.ts';
import { ApexMap } from '../../values/collections/map.ts';
import type { ApexEnum } from '../../values/apex-object.ts';
import { ApexException } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType, STRING } from '../../values/runtime-type.ts';
import { slotOf } from '../../values/sobject.ts';
import type { SObjectRecord } from '../../values/sobject.ts';
import { defineClass } from '../define.ts';
import type { LibraryClass } from '../define.ts';
import { libraryEnum } from '../plain-enums.ts';
import { PerTransaction } from '../transaction.ts';

export class PageReference extends ApexObject {
  readonly path: string;
  readonly parameters: ApexMap<string, string>;
  readonly headers: ApexMap<string, string> = ApexMap.of(STRING, STRING, []);
  anchor: string | null = null;
  redirects = false;

  constructor(url: string) {
    super();
    const [beforeAnchor = '', anchor] = url.split('#', 2);
    const [path = '', query = ''] = beforeAnchor.split('?', 2);
    this.path = path;
    this.anchor = anchor ?? null;
    this.parameters = ApexMap.of(STRING, STRING, [...new URLSearchParams(query)]);
  }

  get url(): string {
    const query = this.parameters.entries().map(([name, value]) => `${encoded(name)}=${encoded(String(value ?? ''))}`).join('&');
    return this.path + (query === '' ? '' : `?${query}`) + (this.anchor === null ? '' : `#${this.anchor}`);
  }

  tostring$(): string {
    return `System.PageReference[${this.url}]`;
  }
}
describePlatformClass(PageReference, 'System.PageReference');

const encoded = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);

const currentPage = new PerTransaction<{ page: PageReference | null }>(() => ({ page: null }));

export function setCurrentPage(page: PageReference | null): void {
  currentPage.get().page = page;
}

class PageMessage extends ApexObject {
  readonly severity: ApexEnum | null;
  readonly summary: string | null;
  readonly detail: string | null;
  readonly componentLabel: string | null;

  constructor(severity: ApexEnum | null, summary: string | null, detail: string | null = null, componentLabel: string | null = null) {
    super();
    this.severity = severity;
    this.summary = summary;
    this.detail = detail;
    this.componentLabel = componentLabel;
  }
}
describePlatformClass(PageMessage, 'ApexPages.Message');

const messages = new PerTransaction<PageMessage[]>(() => []);

export function clearPageMessages(): void {
  messages.set([]);
}

function addMessages(error: unknown): void {
  if (!(error instanceof ApexException)) throw nullArgument();
  messages.get().push(new PageMessage(libraryEnum('ApexPages.Severity').$byName.get('error')!, error.$message));
}

type Text = string | null;
type Severity = ApexEnum | null;

export const PAGE_CLASSES: readonly LibraryClass[] = [
  defineClass('System.PageReference', {
    'new(String url)': (url: Text) => {
      if (url === null) throw nullArgument();
      return new PageReference(url);
    },
    'new(SObject record)': (record: SObjectRecord | null) => {
      if (record === null) throw nullArgument();
      const id = slotOf(record, '$id');
      return new PageReference(typeof id === 'string' ? `/${id}` : '/');
    },
    'String getUrl()': (self: PageReference) => self.url,
    'Map<String, String> getParameters()': (self: PageReference) => self.parameters,
    'Map<String, String> getHeaders()': (self: PageReference) => self.headers,
    'String getAnchor()': (self: PageReference) => self.anchor,
    'System.PageReference setAnchor(String anchor)': (self: PageReference, anchor: Text) => {
      self.anchor = anchor;
      return self;
    },
    'Boolean getRedirect()': (self: PageReference) => self.redirects,
    'System.PageReference setRedirect(Boolean redirects)': (self: PageReference, redirects: boolean | null) => {
      self.redirects = redirects === true;
      return self;
    },
  }, { instances: PageReference }),
  defineClass('ApexPages.Message', {
    'new(ApexPages.Severity severity, String summary)': (severity: Severity, summary: Text) => new PageMessage(severity, summary),
    'new(ApexPages.Severity severity, String summary, String detail)': (severity: Severity, summary: Text, detail: Text) => new PageMessage(severity, summary, detail),
    'new(ApexPages.Severity severity, String summary, String detail, String id)': (severity: Severity, summary: Text, detail: Text) => new PageMessage(severity, summary, detail),
    'String getSummary()': (self: PageMessage) => self.summary,
    'String getDetail()': (self: PageMessage) => self.detail ?? self.summary,
    'String getComponentLabel()': (self: PageMessage) => self.componentLabel,
    'ApexPages.Severity getSeverity()': (self: PageMessage) => self.severity,
  }, { instances: PageMessage }),
  defineClass('System.ApexPages', {
    'static void addMessage(ApexPages.Message message)': (message: PageMessage | null) => {
      if (message === null) throw nullArgument();
      messages.get().push(message);
    },
    'static void addMessages(Object error)': addMessages,
    'static List<ApexPages.Message> getMessages()': () => ApexList.of(classType('ApexPages.Message'), [...messages.get()]),
    'static Boolean hasMessages()': () => messages.get().length > 0,
    'static Boolean hasMessages(ApexPages.Severity severity)': (severity: Severity) => messages.get().some((message) => message.severity === severity),
    'static System.PageReference currentPage()': () => currentPage.get().page,
  }),
];
