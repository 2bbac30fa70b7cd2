/**
 * System.Messaging and its messages. The local org has no mail server: in tests mails are checked and counted, as on the platform; outside of tests sending is refused
 * by name. Messages and attachments only carry values.
 */
import { ApexList } from '../../values/collections/list.ts';
import { platformExceptionNamed } from '../../values/exceptions.ts';
import { nullArgument } from '../../values/null-pointer.ts';
import { classType } from '../../values/runtime-type.ts';
import { defineClass } from '../define.ts';
import type { LibraryClass } from '../define.ts';
import { context } from '../ports.ts';
import { UnsupportedFeature } from '../unsupported.ts';
import { bean, beanValue } from './bean.ts';
import type { Bean } from './bean.ts';

const EmailException = platformExceptionNamed('System.EmailException');

const email = bean('Messaging.Email');
const single = bean('Messaging.SingleEmailMessage', { without: ['setUnsubscribeComment', 'setUnsubscribeUrls'] });
const mass = bean('Messaging.MassEmailMessage');
const attachment = bean('Messaging.EmailFileAttachment');
const sendError = bean('Messaging.SendEmailError');
const result = bean('Messaging.SendEmailResult', { initial: { Success: () => true, Errors: () => ApexList.of(classType('Messaging.SendEmailError')) } });

/** platform-facts: send-email-in-tests */
function send(messages: ApexList<Bean | null> | null): ApexList {
  if (messages === null) throw nullArgument();
  const { test, limits } = context();
  if (!test.isRunning) throw new UnsupportedFeature('Messaging.sendEmail', 'The local org has no mail server; tests may send.');
  limits.consume('emailInvocations', 1);
  messages.items.forEach((message, index) => {
    if (message === null) throw nullArgument();
    if (message instanceof single.instances) check(message, index);
  });
  return ApexList.of(classType('Messaging.SendEmailResult'), messages.items.map(() => new result.instances()));
}

const isEmptyList = (value: unknown): boolean => value === null || (value instanceof ApexList && value.size === 0);

/** What the platform refuses before anything is sent. */
function check(message: Bean, index: number): void {
  const has = (name: string): boolean => beanValue(message, name) !== null;
  if (['ToAddresses', 'CcAddresses', 'BccAddresses'].every((name) => isEmptyList(beanValue(message, name))) && !has('TargetObjectId')) {
    throw new EmailException(`SendEmail failed. First exception on row ${index}; first error: REQUIRED_FIELD_MISSING, Add a recipient to send an email.: []`);
  }
  if (!has('TemplateId') && !has('PlainTextBody') && !has('HtmlBody')) {
    throw new EmailException(`SendEmail failed. First exception on row ${index}; first error: REQUIRED_FIELD_MISSING, Missing body, need at least one of html or plainText: []`);
  }
}

export const MESSAGING_CLASSES: readonly LibraryClass[] = [
  email.library, single.library, mass.library, attachment.library, sendError.library, result.library,
  defineClass('System.Messaging', {
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> messages)': send,
    'static List<Messaging.SendEmailResult> sendEmail(List<Messaging.Email> messages, Boolean allOrNone)': send,
    'static void reserveSingleEmailCapacity(Integer amount)': (amount: number | null) => {
      if (amount === null) throw nullArgument();
    },
    'static void reserveMassEmailCapacity(Integer amount)': (amount: number | null) => {
      if (amount === null) throw nullArgument();
    },
  }),
];
