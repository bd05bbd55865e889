"""What the tests share: processes, clients, model servers, sample data and invariants."""
