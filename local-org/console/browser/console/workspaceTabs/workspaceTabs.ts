import { LightningElement } from 'lwc';

export default class WorkspaceTabs extends LightningElement {}
