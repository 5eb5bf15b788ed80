using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records.Disposal;

/// <summary>A volume of a type file goes as a whole: one package, one decision, and a hold of one of its files holds them all.</summary>
public sealed class VolumeDisposalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D07", Part = "volumes of type files in disposal")]
    public async Task Files_of_a_volume_go_together_or_not_at_all()
    {
        await using var desk = await DisposalDesk.Found();
        var clerk = desk.Desk.Browser("Klára");
        var page = await Press(clerk, await Page(clerk, "/stul/typove-spisy"), "Založit typový spis", ("Name", "Budova školy čp. 12"));
        var typed = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).First(a => a.EndsWith("/uzavrit", StringComparison.Ordinal) && !a.Contains("/dil/", StringComparison.Ordinal))[..^"/uzavrit".Length];
        var section = (await desk.Room.Rows("select id from records.file_section where mark = '57.2.3'", r => r.GetGuid(0))).Single();
        List<Guid> files = [];
        for (var i = 0; i < 2; i++)
        {
            var document = await desk.Desk.InHand();
            await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vložit do spisu", ("Section", $"{section}"));
            await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Revize je v pořádku"));
            files.Add((await desk.Room.Rows($"select file from records.document where id = '{document}'", r => r.GetGuid(0))).Single());
        }
        foreach (var file in files.Distinct()) await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        await Press(clerk, await Page(clerk, typed), "Uzavřít díl 57.2.3/1 a otevřít další");
        desk.Set(new(2038, 2, 1, 9, 0, 0, TimeSpan.Zero));

        var procedure = await desk.Sent();
        await desk.Turn();
        Assert.Equal("", desk.Archive.Wrong);
        var volume = (await desk.Room.Rows("select id from records.file_volume where closed_at is not null", r => r.GetGuid(0))).Single();
        Assert.Equal([$"{volume}"], desk.Archive.Received.Single(p => p.Kind == "metadata").Entities);
        await desk.Archive.Decide(procedure, "S=zničit", Cancel);
        await desk.Turn();
        Assert.Equal(Enumerable.Repeat("ToDestroy", files.Distinct().Count()), await desk.States());
        await desk.Release(procedure);
        await Press(desk.Petra, await Page(desk.Petra, $"/stul/spis/{files[0]}"), "Pozastavit vyřazení spisu", ("HoldReason", "soudní spor"));
        await desk.Destroy();
        Assert.DoesNotContain("Destroyed", await desk.States());
        var hold = (await desk.Room.Rows("select id from records.legal_hold", r => r.GetGuid(0))).Single();
        await Press(desk.Petra, await Page(desk.Petra, $"/stul/spis/{files[0]}"), "Zrušit pozastavení", (LiftHold.FieldOf(hold), "spor skončil smírem"));
        await desk.Release(procedure);
        await desk.Destroy();
        Assert.All(await desk.States(), s => Assert.Equal("Destroyed", s));
        Assert.Equal(["Closed"], await desk.State(procedure));
    }
}
