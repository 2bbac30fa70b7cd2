/** Scoped modules of the platform that Holdfast's components import. */
declare module '@salesforce/label/*' {
  const label: string;
  export default label;
}
declare module '@salesforce/customPermission/*' {
  /** `true` when the user has the permission, otherwise `undefined`. */
  const isGranted: true | undefined;
  export default isGranted;
}
declare module '@salesforce/user/Id' {
  const userId: string;
  export default userId;
}
declare module '@salesforce/i18n/locale' {
  const locale: string;
  export default locale;
}
