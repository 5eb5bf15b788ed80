using System.Diagnostics;
using Npgsql;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Postgres;

public sealed class PrivatePostgresTests
{
    [Fact]
    public async Task Databases_copied_from_one_template_are_alike_and_apart()
    {
        var postgres = PrivatePostgres.Shared;
        var template = await postgres.Template("alike", async connection =>
            await PrivateServerTests.Execute(connection, "CREATE TABLE seed AS SELECT generate_series(1, 10) AS n"));
        var clock = Stopwatch.StartNew();
        var copies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.NewDatabase(template)));
        TestContext.Current.TestOutputHelper?.WriteLine($"4 copies in {clock.ElapsedMilliseconds} ms");
        await PrivateServerTests.Execute(copies[0], "DELETE FROM seed");
        Assert.Equal(0L, await PrivateServerTests.Scalar(copies[0], "SELECT count(*) FROM seed"));
        Assert.Equal(10L, await PrivateServerTests.Scalar(copies[3], "SELECT count(*) FROM seed"));
        foreach (var copy in copies)
            await postgres.Drop(copy);
        await Assert.ThrowsAsync<PostgresException>(() => PrivateServerTests.Scalar(copies[1], "SELECT 1"));
    }
}
