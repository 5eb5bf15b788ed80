using Virtuos.Testing;

// Stopped and deleted after the last test of this process.
[assembly: AssemblyFixture(typeof(PrivatePostgres))]
