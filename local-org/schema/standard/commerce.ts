/** Accounts, contacts and products. */
import {
  address, area, auditFields, checkbox, currency, date, email, idField, integer, isDeleted, lookup, moment, ownerField, phone, picklist, readOnly, required, standardObject, text, url,
  type StandardObject,
} from './define.ts';

const lastActivity = date('LastActivityDate', 'Last Activity', readOnly);
const lastViewed = [moment('LastViewedDate', 'Last Viewed Date', readOnly), moment('LastReferencedDate', 'Last Referenced Date', readOnly)];

export const account: StandardObject = standardObject('Account', 'Account', 'Accounts', '001', [
  idField('Account ID'),
  isDeleted,
  lookup('MasterRecordId', 'Master Record ID', ['Account'], readOnly),
  text('Name', 'Account Name', 255, required),
  picklist('Type', 'Account Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Channel Partner / Reseller', 'Installation Partner', 'Technology Partner', 'Other']),
  lookup('ParentId', 'Parent Account ID', ['Account'], { childName: 'ChildAccounts' }),
  ...address('Billing', 'Billing'),
  ...address('Shipping', 'Shipping'),
  phone('Phone', 'Account Phone'),
  phone('Fax', 'Account Fax'),
  text('AccountNumber', 'Account Number', 40),
  url('Website', 'Website'),
  text('Sic', 'SIC Code', 20),
  picklist('Industry', 'Industry', ['Agriculture', 'Apparel', 'Banking', 'Consulting', 'Electronics', 'Food & Beverage', 'Manufacturing', 'Retail', 'Technology', 'Other']),
  currency('AnnualRevenue', 'Annual Revenue', 18, 0),
  integer('NumberOfEmployees', 'Employees', 8),
  picklist('Ownership', 'Ownership', ['Public', 'Private', 'Subsidiary', 'Other']),
  text('TickerSymbol', 'Ticker Symbol', 20),
  area('Description', 'Account Description', 32_000),
  picklist('Rating', 'Account Rating', ['Hot', 'Warm', 'Cold']),
  text('Site', 'Account Site', 80),
  ownerField(['User']),
  ...auditFields,
  lastActivity,
  ...lastViewed,
  picklist('AccountSource', 'Account Source', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
], { isExtensible: true });

export const contact: StandardObject = standardObject('Contact', 'Contact', 'Contacts', '003', [
  idField('Contact ID'),
  isDeleted,
  lookup('MasterRecordId', 'Master Record ID', ['Contact'], readOnly),
  lookup('AccountId', 'Account ID', ['Account'], { childName: 'Contacts', onDelete: 'cascade' }),
  text('LastName', 'Last Name', 80, required),
  text('FirstName', 'First Name', 40),
  picklist('Salutation', 'Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'], { length: 40 }),
  // First and last name, put together by the platform.
  text('Name', 'Full Name', 121, { ...readOnly, isNillable: false }),
  ...address('Other', 'Other'),
  ...address('Mailing', 'Mailing'),
  phone('Phone', 'Business Phone'),
  phone('Fax', 'Business Fax'),
  phone('MobilePhone', 'Mobile Phone'),
  phone('HomePhone', 'Home Phone'),
  phone('OtherPhone', 'Other Phone'),
  phone('AssistantPhone', 'Asst. Phone'),
  lookup('ReportsToId', 'Reports To ID', ['Contact']),
  email('Email', 'Email'),
  text('Title', 'Title', 128),
  text('Department', 'Department', 80),
  text('AssistantName', "Assistant's Name", 40),
  picklist('LeadSource', 'Lead Source', ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other']),
  date('Birthdate', 'Birthdate'),
  checkbox('HasOptedOutOfEmail', 'Email Opt Out'),
  checkbox('HasOptedOutOfFax', 'Fax Opt Out'),
  checkbox('DoNotCall', 'Do Not Call'),
  area('Description', 'Contact Description', 32_000),
  ownerField(['User']),
  ...auditFields,
  lastActivity,
  ...lastViewed,
], { isExtensible: true, sharing: 'ControlledByParent' });

/** Products belong to nobody: who may read the object sees every product. */
export const product2: StandardObject = standardObject('Product2', 'Product', 'Products', '01t', [
  idField('Product ID'),
  text('Name', 'Product Name', 255, required),
  text('ProductCode', 'Product Code', 255),
  area('Description', 'Product Description', 4000),
  checkbox('IsActive', 'Active'),
  ...auditFields,
  picklist('Family', 'Product Family', ['None'], { length: 255 }),
  text('ExternalId', 'External ID', 255),
  url('DisplayUrl', 'Display URL', 1000),
  picklist('QuantityUnitOfMeasure', 'Quantity Unit Of Measure', ['Each'], { length: 255 }),
  isDeleted,
  checkbox('IsArchived', 'Archived', readOnly),
  text('StockKeepingUnit', 'Product SKU', 180),
], { isExtensible: true });
