using System.IO.Compression;
using System.Text;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Records.Packages;

/// <summary>Files put together as the dice say.</summary>
public sealed class RandomFilesTests
{
    private static readonly byte[] Paper = SamplePapers.Press.Press(SamplePapers.Plain("Papír")).Bytes;
    private static readonly string[] Names = ["Jana Dvořáková", "R & D <s. r. o.>", "Österreichische „Bau“ GmbH", "Ž", "Jan \u0001Novák"];
    private static readonly string[] Numbers = ["27082440", "12345678", "DE 811 569 869", "6947"];
    private static readonly string[] Files = ["příloha.pdf", "a&b<c>.zip", "bez přípony", "..%2F..%2Fetc", "Smlouva č. 1/2026 \"konečná\".xml"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(2)]
    [Contract("J02", Part = "whatever files are put together, nothing is found that the maker could have avoided")]
    public async Task Nothing_is_found_in_packages_of_random_files_that_their_maker_could_have_avoided(int seed)
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (dice, klára, petra) = (new Random(seed), room.Offices.Who(desk.Office, "Klára"), room.Offices.Who(desk.Office, "Petra"));
        var box = await StorageTests.Open(desk.Browser("Petra"));
        List<(Guid Id, bool Loose)> files = [];
        for (var i = 0; i < 14; i++) files.Add(await File(room, desk, dice, klára, petra));
        // Some refer to others, some lie under another mark than they began with, some were opened again.
        foreach (var (id, _) in files)
        {
            if (dice.Next(3) == 0) await room.Run<ReferTo, ReferToInput, Done>(klára, new(id, $"S-PRV {dice.Next(1, 15)}/2026", false, "Souvisí"));
            if (dice.Next(3) == 0) await room.Run<MoveFile, MoveFileInput, Done>(klára, new(id, dice.Next(2) == 0 ? "104.2" : "251.2", "Patří sem"));
            await Closed(room, klára, id);
            if (dice.Next(4) != 0) continue;
            Assert.True((await room.Run<ReopenFile, ReopenFileInput, Done>(room.Offices.Who(desk.Office, "Hana"), new(id, "Přišlo doplnění"))).Succeeded);
            await Closed(room, klára, id);
        }
        await MakingTests.GoFar(room);

        using var packages = new TakenPackages(room);
        foreach (var (id, loose) in files)
            foreach (var kind in TakenPackages.Kinds)
            {
                var (findings, published) = await packages.Look(await packages.Take(desk.Browser("Petra"), id, kind), kind);
                Assert.True(published);
                // Only people can say where paper lies; a file lies where any of its papers does.
                Assert.Equal(loose, findings.Any(f => f.Rule.Code == "obs85"));
                Assert.Equal([], findings.Select(f => f.Rule.Code).Distinct().Except(loose ? ["obs85", "obs85a"] : []));
            }
    }

    private static async Task Closed(OfficeTown room, OfficialCard clerk, Guid file)
    {
        foreach (var part in await room.Rows($"select c.id from records.component c join records.document d on d.id = c.document where d.file = '{file}' and c.role = 'Original'", r => r.GetGuid(0)))
            await room.Run<AddOutput, AddOutputInput, Done>(clerk, new(file, part, new MemoryStream(Paper), "převod.pdf"));
        var closed = await room.Run<CloseFile, Guid, CaseFile>(clerk, file);
        Assert.True(closed.Succeeded, string.Join(", ", closed.Refusals.Select(r => $"{r.Code} {string.Join(" ", r.Arguments)}")));
    }

    /// <summary>One file of one to three settled documents; is there paper in it that lies nowhere.</summary>
    private static async Task<(Guid, bool)> File(OfficeTown room, OwnDesk desk, Random dice, OfficialCard klára, OfficialCard petra)
    {
        var (file, loose) = (Guid.Empty, false);
        for (var left = dice.Next(1, 4); left > 0; left--)
        {
            Guid document;
            if (dice.Next(3) == 0)
            {
                using var scan = dice.Next(2) == 0 ? new MemoryStream(Paper) : null;
                document = (await room.Run<ReceivePaper, ReceivePaperInput, ReceivedPaper>(petra, new(Names[dice.Next(4)], dice.Next(2) == 0 ? "Náves 2" : null, null, null, "Věc <s & značkami>", "local-fees", scan, "sken.pdf", dice.Next(2) == 0 ? "ČJ/1" : null, dice.Next(2) == 0 ? "3 listy" : null))).Value.Document;
                if (dice.Next(3) == 0) loose = true;
                else Assert.True((await room.Run<PutIntoStorage, PutIntoStorageInput, Guid>(petra, new("UJ-PRV 1/2026", await desk.Number(document)))).Succeeded);
            }
            else
            {
                var filer = new Filer(Names[dice.Next(Names.Length)], dice.Next(2) == 0 ? "Náves 2, 432 01 Obec" : null, dice.Next(2) == 0 ? "nekdo@example.cz" : null, null, null) { OrganisationNumber = dice.Next(3) == 0 ? Numbers[dice.Next(Numbers.Length)] : null };
                var filed = RegisterTests.Filed(desk.Office.Id, room.Clock.GetUtcNow()) with
                {
                    Submission = Guid.CreateVersion7(),
                    Filer = filer,
                    Language = ((string[])["cs", "en", "de"])[dice.Next(3)],
                    Content = [await desk.Part("podani.pdf", "application/pdf", Paper), .. await Attachments(desk, dice)],
                };
                await room.File(filed);
                document = (await room.Rows($"select id from records.document where source = '{filed.Submission}'", r => r.GetGuid(0))).Single();
            }
            Assert.True((await room.Run<TakeOver, TakeOverInput, Done>(klára, new(document))).Succeeded);
            Assert.True((await room.Run<PutIntoFile, PutIntoFileInput, string>(klára, new(document, file == Guid.Empty ? null : (await room.Rows($"select mark from records.case_file where id = '{file}'", r => r.GetString(0))).Single(), file == Guid.Empty ? "104.1" : null))).Succeeded);
            file = (await room.Rows($"select file from records.document where id = '{document}'", r => r.GetGuid(0))).Single();
            if (dice.Next(4) == 0) await room.Run<SetDocumentRule, SetDocumentRuleInput, Done>(klára, new(document, dice.Next(2) == 0 ? "328.1" : "901.1", "Jiná skupina"));
            Assert.True((await room.Run<SettleWithoutDecision, SettleWithoutDecisionInput, Done>(klára, new(document, dice.Next(2) == 0 ? "noted" : "passed-on", "Tak & onak"))).Succeeded);
            room.Clock.Advance(TimeSpan.FromHours(dice.Next(1, 200)));
        }
        return (file, loose);
    }

    private static async Task<List<FiledPart>> Attachments(OwnDesk desk, Random dice)
    {
        List<FiledPart> parts = [];
        for (var left = dice.Next(3); left > 0; left--)
        {
            var (bytes, type) = dice.Next(6) switch
            {
                0 => (Paper, "application/pdf"),
                1 => ("<?xml version=\"1.0\"?><a/>"u8.ToArray(), "text/xml"),
                2 => (Encoding.UTF8.GetBytes("Prostý text " + dice.Next()), "application/msword"),
                3 => (Zip(), "application/octet-stream"),
                4 => ((byte[])[1, 2, 3, 250, 251, (byte)dice.Next(256)], "application/x-neco"),
                _ => (Encoding.UTF8.GetBytes("jmeno;cena\na;1\n"), "nesmysl"),
            };
            parts.Add(await desk.Part(Files[dice.Next(Files.Length)], type, bytes));
        }
        return parts;
    }

    private static byte[] Zip()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var inside = zip.CreateEntry("plan.txt").Open()) inside.Write("Plán stavby"u8);
        return packed.ToArray();
    }
}
