/** A platform and an org small enough to read beside a test. */
import { universeFromText } from './universe-text.ts';

export const smallPlatform = universeFromText(`
class System.Object
  String toString()
  Boolean equals(Object)
  Integer hashCode()
class System.String
  Integer length()
  String toUpperCase()
  String left(Integer)
  List<String> split(String)
  static String valueOf(Object)
  static String valueOf(Integer)
  static String valueOf(Decimal)
  static String valueOf(Date)
  static String join(Object,String)
  missing String normalizeSpace()
class System.Integer
  static Integer valueOf(String)
  String format()
class System.Long
  Integer intValue()
class System.Double
  Integer intValue()
class System.Decimal
  Decimal setScale(Integer)
  Integer intValue()
class System.Boolean
  static Boolean valueOf(String)
class System.Id
  Schema.SObjectType getSObjectType()
  static Id valueOf(String)
class System.Date
  Date addDays(Integer)
  static Date today()
class System.Datetime
  Date date()
  static Datetime now()
class System.Time
  Integer hour()
class System.Blob
  static Blob valueOf(String)
interface System.Iterator<T>
  Boolean hasNext()
  T next()
interface System.Iterable<T>
  System.Iterator<T> iterator()
class System.List<T> implements System.Iterable<T>
  void add(T)
  void add(Integer,T)
  void addAll(List<T>)
  void addAll(Set<T>)
  T get(Integer)
  void set(Integer,T)
  Integer size()
  Boolean isEmpty()
  void sort()
  void sort(System.Comparator<T>)
  List<T> clone()
class System.Set<T> implements System.Iterable<T>
  Boolean add(T)
  Boolean addAll(List<T>)
  Boolean addAll(Set<T>)
  Boolean contains(T)
  Integer size()
class System.Map<K,V>
  V get(K)
  V put(K,V)
  Boolean containsKey(K)
  Set<K> keySet()
  List<V> values()
  Integer size()
class System.SObject
  Object get(String)
  Object get(Schema.SObjectField)
  Object put(String,Object)
  Schema.SObjectType getSObjectType()
  SObject clone()
  void addError(String)
  void addError(Schema.SObjectField,String)
interface System.Comparable
  Integer compareTo(Object)
interface System.Comparator<T>
  Integer compare(T,T)
interface System.QueueableContext
  Id getJobId()
interface System.Queueable
  void execute(System.QueueableContext)
class Database.QueryLocator
  String getQuery()
interface Database.BatchableContext
  Id getJobId()
interface Database.Batchable<T>
  Database.QueryLocator start(Database.BatchableContext)
  void execute(Database.BatchableContext,List<T>)
  void finish(Database.BatchableContext)
class Database.SaveResult
  Boolean isSuccess()
class System.Database
  static List<SObject> query(String)
  static List<Database.SaveResult> insert(List<SObject>,Boolean)
class System.Exception
  new()
  new(String)
  new(System.Exception)
  new(String,System.Exception)
  String getMessage()
  String getTypeName()
class System.DmlException extends System.Exception
  new()
class System.NullPointerException extends System.Exception
  new()
class System.System
  static void debug(Object)
  static void assertEquals(Object,Object)
  static Datetime now()
class System.Math
  static Integer max(Integer,Integer)
  static Long max(Long,Long)
  static Double max(Double,Double)
  static Decimal max(Decimal,Decimal)
  static Double pow(Double,Double)
class System.Type
  String getName()
  static System.Type forName(String)
class System.Label
  static String get(String,String)
class System.Trigger
  static get List<SObject> new
  static get List<SObject> old
  static get Map<Id,SObject> newMap
  static get Map<Id,SObject> oldMap
  static get Boolean isInsert
class System.HttpRequest
  new()
  getset String body
  get String method
class System.XmlStreamReader
  missing new(String)
  missing Integer next()
class System.CustomMetadata
  static SObject getInstance(String)
enum System.LoggingLevel DEBUG,INFO,ERROR
class Schema.SObjectType
  Schema.DescribeSObjectResult getDescribe()
class Schema.SObjectField
  Schema.DescribeFieldResult getDescribe()
class Schema.DescribeSObjectResult
  String getName()
class Schema.DescribeFieldResult
  String getName()
sobject Account
  Name String
  AnnualRevenue Decimal
  NumberOfEmployees Integer
  CreatedDate Datetime readonly
  OwnerId Id > User,Group as Owner
  ParentId Id > Account as Parent
  children Contacts Contact AccountId
sobject Contact
  LastName String
  Email String
  Birthdate Date
  AccountId Id > Account as Account
  OwnerId Id > User,Group as Owner
sobject User
  Name String
  IsActive Boolean
sobject Group
  Name String
sobject Name
  Name String
sobject Stock__c
  Name String
  Key__c String
  Quantity__c Decimal
  Counted__c Datetime
  Total__c Decimal readonly
  Account__c Id > Account as Account__r
sobject Fact__e event
  Key__c String
sobject Policy__mdt metadata
  Label String
label Greeting
`);
