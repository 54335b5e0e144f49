def pytest_configure(config):
    """The marker is xdist's own; it means nothing, and is no error, where tests run in one process."""
    config.addinivalue_line("markers", "xdist_group(name): tests that share a costly fixture run on one worker")
