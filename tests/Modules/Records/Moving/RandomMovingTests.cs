using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Kernel.Blobs;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.MovingTowns;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Whatever people did in an office, it moves as it is.</summary>
public sealed class RandomMovingTests
{
    // The same two offices, opened in another installation.
    private static readonly Furniture Elsewhere = new("two-offices-elsewhere", TwoOffices.Furniture.Put);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(20), InlineData(300)]
    [Contract("J05", Part = "property: export, import, export gives the same entities and hashes after random work and random bytes")]
    public async Task An_office_after_random_work_moves_to_another_installation_and_out_of_it_again_the_same(int seed)
    {
        await using OfficeTown here = await OfficeTown.Found(), there = await OfficeTown.Found(furniture: Elsewhere);
        await new RandomTrace(here, seed).Run(120);
        await GiveBytes(here, new Random(seed));
        there.Clock.Set(here.Clock.GetUtcNow());
        var (mine, theirs) = (here.Offices.First.Id, there.Offices.First.Id);
        Assert.NotEqual(mine, theirs);
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-moving-").FullName;
        try
        {
            var (first, second) = (Path.Combine(folder, "a.zip"), Path.Combine(folder, "b.zip"));
            var exported = await here.Town.As(mine, scope => scope.GetRequiredService<ExportOffice>().Run(new(first), Cancel));
            Assert.True(exported.Succeeded, Why(exported));
            Valid(await Documents(first));
            var arrived = await there.Town.As(theirs, scope => scope.GetRequiredService<ImportOffice>().Run(new(first), Cancel));
            Assert.True(arrived.Succeeded, Why(arrived));
            var compared = await there.Town.As(theirs, scope => scope.GetRequiredService<CompareOffice>().Run(new(first), Cancel));
            Assert.Equal([], compared.Value.Differences);
            Assert.Equal(arrived.Value.Entities, compared.Value.Same);
            Assert.True((await there.Town.As(theirs, scope => scope.GetRequiredService<ExportOffice>().Run(new(second), Cancel))).Succeeded);
            Assert.Equal(await Said(here.Town), await Said(there.Town));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    // Filings of the trace cite bytes that nobody stored; here they are, of any length.
    private static async Task GiveBytes(OfficeTown room, Random dice)
    {
        var store = room.Services.GetRequiredService<IBlobStore>();
        await using var connection = new NpgsqlConnection(room.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using (var free = new NpgsqlCommand("select set_config('virtuos.office', '*', false); alter table records.component disable trigger keep_component", connection)) await free.ExecuteNonQueryAsync(Cancel);
        foreach (var component in await room.Rows("select id from records.component", r => r.GetGuid(0)))
        {
            var bytes = new byte[dice.Next(5) == 0 ? dice.Next(2) : dice.Next(20_000)];
            dice.NextBytes(bytes);
            var staged = await store.Stage(new MemoryStream(bytes), bytes.Length, Cancel);
            await using var give = new NpgsqlCommand("update records.component set blob = $2, size = $3 where id = $1", connection) { Parameters = { new() { Value = component }, new() { Value = staged.Hash.ToString() }, new() { Value = staged.Size } } };
            await give.ExecuteNonQueryAsync(Cancel);
        }
        await using var keep = new NpgsqlCommand("alter table records.component enable trigger keep_component", connection);
        await keep.ExecuteNonQueryAsync(Cancel);
    }
}
