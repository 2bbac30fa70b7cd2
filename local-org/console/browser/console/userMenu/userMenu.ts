import { LightningElement } from 'lwc';
import { request } from '../../connection.ts';
import { page, requestHeaders } from '../../page.ts';
import { moveFocus } from '../../shell/focus.ts';

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly profileName: string;
  readonly initials: string;
}

const initialsOf = (name: string): string => name.split(/\s+/).map((word) => word.charAt(0)).slice(0, 2).join('').toUpperCase();

/** Who is signed in, who else may be in this local org, and the way out. */
export default class UserMenu extends LightningElement {
  isOpen = false;
  users: readonly User[] = [];
  problem: string | undefined;

  connectedCallback(): void {
    document.addEventListener('click', this.handleOutside);
  }

  disconnectedCallback(): void {
    document.removeEventListener('click', this.handleOutside);
  }

  get expanded(): string {
    return String(this.isOpen);
  }

  get userName(): string {
    return page.user.name;
  }

  get username(): string {
    return page.user.username;
  }

  get initials(): string {
    return initialsOf(page.user.name);
  }

  handleToggle(): void {
    this.isOpen = !this.isOpen;
    this.problem = undefined;
    if (this.isOpen && page.canSwitchUser) void this.loadUsers();
  }

  handleSwitch(event: Event): void {
    void this.switchTo((event.currentTarget as HTMLElement).dataset['id'] ?? '');
  }

  handleKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.isOpen) {
      this.isOpen = false;
      (this.refs?.['button'] as HTMLElement | undefined)?.focus();
    } else if (this.isOpen) {
      moveFocus(event, [...(this.template?.querySelectorAll<HTMLElement>('.entry') ?? [])]);
    }
  }

  handleOutside = (event: Event): void => {
    if (this.isOpen && this.template !== null && !event.composedPath().includes(this.template.host)) this.isOpen = false;
  };

  private async loadUsers(): Promise<void> {
    const body = await this.ask('/console/users', {});
    const users = (body as { readonly users?: readonly Omit<User, 'initials'>[] } | undefined)?.users ?? [];
    this.users = users.filter(({ id }) => id !== page.user.id).map((user) => ({ ...user, initials: initialsOf(user.name) }));
  }

  private async switchTo(userId: string): Promise<void> {
    // Home: the other user may not see what is seen now.
    if ((await this.ask('/console/switch', { userId })) !== undefined) location.assign('/');
  }

  private async ask(url: string, parameters: object): Promise<unknown> {
    try {
      const response = await request(url, { method: 'POST', headers: requestHeaders, body: JSON.stringify(parameters) });
      const body = (await response.json()) as { readonly message?: string };
      if (response.ok) return body;
      this.problem = body.message ?? `The org answered ${response.status}.`;
    } catch {
      this.problem = 'The org does not answer.';
    }
    return undefined;
  }
}
