trigger StockCommandTrigger on Stock_Command__e (after insert) { new StockCommandHandler(Trigger.new).afterInsert(); }
