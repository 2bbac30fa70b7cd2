/** Asks the app's own calendar, over business hours and holidays that exist only while it is asked. */
import type { CalendarCase } from './calendar-cases.ts';
import type { OrgInMemory } from './org-in-memory.ts';

const SCRIPT = `
Savepoint before = Database.setSavepoint();
Map<String, Object> asked = (Map<String, Object>) JSON.deserializeUntyped(ASKED);
Map<String, Object> hours = (Map<String, Object>) asked.get('hours');
String zone = (String) hours.get('zone');
Id hoursId;
if (hours.get('week') != null) {
    BusinessHours weekly = new BusinessHours(Name = 'Asked about', TimeZoneSidKey = zone);
    List<String> names = new List<String>{ 'Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday' };
    List<Object> week = (List<Object>) hours.get('week');
    for (Integer day = 0; day < 7; day++) {
        Map<String, Object> open = (Map<String, Object>) week[day];
        if (open != null) {
            Integer opens = (Integer) open.get('from');
            Integer closes = Math.mod((Integer) open.get('until'), 1440);
            weekly.put(names[day] + 'StartTime', Time.newInstance(opens / 60, Math.mod(opens, 60), 0, 0));
            weekly.put(names[day] + 'EndTime', Time.newInstance(closes / 60, Math.mod(closes, 60), 0, 0));
        }
    }
    insert weekly;
    hoursId = weekly.Id;
    List<Holiday> holidays = new List<Holiday>();
    for (Object one : (List<Object>) hours.get('holidays')) {
        Map<String, Object> told = (Map<String, Object>) one;
        Map<String, Object> part = (Map<String, Object>) told.get('part');
        holidays.add(new Holiday(Name = 'Holiday', ActivityDate = Date.valueOf((String) told.get('date')), IsAllDay = part == null,
            StartTimeInMinutes = (Integer) part?.get('from'), EndTimeInMinutes = (Integer) part?.get('until')));
    }
    insert holidays;
}
List<Hours_Exception__c> exceptions = new List<Hours_Exception__c>();
for (Object one : (List<Object>) hours.get('exceptions')) {
    Map<String, Object> told = (Map<String, Object>) one;
    exceptions.add(new Hours_Exception__c(Kind__c = (String) told.get('kind'), From__c = HoldfastClock.ofMinute((Integer) told.get('from')), Until__c = HoldfastClock.ofMinute((Integer) told.get('until'))));
}
StoreCalendar calendar = new StoreCalendar(hoursId, zone, exceptions);
List<Object> answers = new List<Object>();
for (Object one : (List<Object>) asked.get('questions')) {
    Map<String, Object> question = (Map<String, Object>) one;
    Integer at = (Integer) question.get('at');
    switch on (String) question.get('kind') {
        when 'after' { answers.add(calendar.after(at, (Integer) question.get('minutes'))); }
        when 'between' { answers.add(calendar.openMinutesBetween(at, (Integer) question.get('until'))); }
        when 'isOpen' { answers.add(calendar.isOpenAt(at)); }
        when 'closing' { answers.add(calendar.closingMinuteFrom(at)); }
        when 'resumed' {
            Long due = calendar.after(at, (Integer) question.get('minutes'));
            Long pausedAt = at + (Integer) question.get('pausedAfter');
            Long left = calendar.openMinutesBetween(pausedAt, due);
            answers.add(left > 0 ? calendar.after(pausedAt + (Integer) question.get('resumedAfter'), left) : due);
        }
    }
}
Database.rollback(before);
System.debug(JSON.serialize(answers));
`;

export async function askApex(org: OrgInMemory, asked: CalendarCase): Promise<readonly (number | boolean)[]> {
  const text = JSON.stringify({ ...asked, hours: { ...asked.hours, week: asked.hours.week?.map((day) => day ?? null) ?? null } });
  const [answers = '[]'] = await org.anonymous(SCRIPT.replace('ASKED', () => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`));
  return JSON.parse(answers) as (number | boolean)[];
}
