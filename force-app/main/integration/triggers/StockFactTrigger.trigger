trigger StockFactTrigger on Stock_Fact__e (after insert) { new StockFactEventHandler(Trigger.new).afterInsert(); }
