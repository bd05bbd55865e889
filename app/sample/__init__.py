"""The sample patient: ten fictional weekly visits, for the demo, the bench and the tests."""
