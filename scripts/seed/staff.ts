/** Which of the demonstration's users work at which store. An org that has none of them gets no members from a seed but the user who seeds. */
export const STAFF: Readonly<Record<string, string>> = {
  'associate@holdfast.local': 'LON-01',
  'associate2@holdfast.local': 'LON-01',
  'manager@holdfast.local': 'LON-01',
  'associate.manchester@holdfast.local': 'MAN-01',
};
