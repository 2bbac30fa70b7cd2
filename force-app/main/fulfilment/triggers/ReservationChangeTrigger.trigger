trigger ReservationChangeTrigger on Stock_Reservation__ChangeEvent (after insert) { new ReservationChangeHandler(Trigger.new).afterInsert(); }
