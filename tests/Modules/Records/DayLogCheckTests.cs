using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Records;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DayLogTests;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>Whoever changes the log of a day is found: by the page, by the operator's command, and by anybody who reckons the chain anew.</summary>
public sealed class DayLogCheckTests
{
    private static readonly XNamespace Ns = LogXml.Namespace;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("D08", Part = "hash chain verified by an independent tool")]
    public async Task The_chain_is_reckoned_anew_from_the_file_alone()
    {
        await using var room = await AfterADay();
        await Keep(room);
        using var auditor = room.Browser(room.Offices.Who(room.Offices.First, "Správce"));
        var log = XDocument.Load(new MemoryStream(await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.xml", Cancel)));

        byte[]? link = null;
        var office = Guid.Empty;
        foreach (var told in log.Descendants(Ns + "Udalost"))
        {
            var said = told.Descendants(Ns + "ParametrUdalosti").ToDictionary(p => p.Element(Ns + "NazevParametru")!.Value, p => p.Element(Ns + "HodnotaParametru")!.Value);
            if (link is null) (office, link) = (Guid.Parse(said["office"]), Convert.FromHexString(said["previous"]));
            using var covered = new MemoryStream();
            covered.Write(link);
            foreach (var field in (byte[][])
                [
                    Id(said["entry"]), office.ToByteArray(true), Encoding.UTF8.GetBytes($"{DateTimeOffset.Parse(told.Element(Ns + "DatumVzniku")!.Value).UtcTicks / 10}"), Text("deed"), Text("act"), Text("actorKind"),
                    Id(said.GetValueOrDefault("actor")), Id(said.GetValueOrDefault("onBehalfOf")), Text("purpose"), Text("kind"), Id(said["thing"]), Convert.FromHexString(said.GetValueOrDefault("digest", "")),
                ])
            {
                var length = new byte[4];
                BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
                covered.Write(length);
                covered.Write(field);
            }
            link = SHA256.HashData(covered.ToArray());
            Assert.Equal(said["link"], Convert.ToHexStringLower(link));

            byte[] Text(string name) => Encoding.UTF8.GetBytes(said.GetValueOrDefault(name, ""));
        }

        static byte[] Id(string? text) => text is null ? [] : Guid.Parse(text).ToByteArray(true);
    }

    [Fact, Contract("D08", Part = "verification finds what was changed")]
    public async Task A_log_that_was_changed_does_not_agree_with_the_ledger()
    {
        await using var room = await AfterADay();
        await Keep(room);
        var office = room.Offices.First;
        using var auditor = room.Browser(room.Offices.Who(office, "Správce"));
        var whole = Encoding.UTF8.GetString(await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.xml", Cancel));
        async Task<IReadOnlyList<string>> Faults(string xml) => (await room.Town.As(office.Id, s => s.GetRequiredService<ITransactionLogs>().Compare(Encoding.UTF8.GetBytes(xml), Cancel)))!.Faults;
        string Edited(Action<List<XElement>> edit)
        {
            var log = XDocument.Parse(whole);
            edit([.. log.Descendants(Ns + "Udalost")]);
            return log.ToString();
        }

        Assert.Empty(await Faults(whole));
        Assert.Equal(["changed: 5"], await Faults(Edited(u => u[4].Descendants(Ns + "HodnotaParametru").Last().Value = new string('0', 64))));
        Assert.Equal(["changed: 5"], await Faults(Edited(u => u[4].Element(Ns + "DatumVzniku")!.Value = "2026-03-10T12:00:00.000001+01:00")));
        Assert.Equal(["changed: 5"], await Faults(Edited(u => u[4].Descendants(Ns + "TypUdalostiId").Single().Value = "Zniceni")));
        Assert.Equal(["changed: 5"], await Faults(Edited(u => u[4].Element(Ns + "Objekt")!.Descendants(Ns + "HodnotaID").Single().Value = $"{Guid.CreateVersion7()}")));
        Assert.Equal(["removed: 5"], await Faults(Edited(u => u[4].Remove())));
        Assert.Single(await Faults(Edited(u => u[^1].Remove())), f => f.StartsWith("removed", StringComparison.Ordinal));
        Assert.Contains("removed: 1", await Faults(Edited(u => u[0].Remove())));
        Assert.Contains("inserted: 999999", await Faults(Edited(u => u[4].AddAfterSelf(XElement.Parse(u[4].ToString().Replace(">5<", ">999999<", StringComparison.Ordinal))))));
        Assert.Contains("inserted: 5 a second time", await Faults(Edited(u => u[4].AddAfterSelf(new XElement(u[4])))));
        Assert.Contains(await Faults(whole.Replace("DatumCasOd>2026-03-10", "DatumCasOd>2026-03-09", StringComparison.Ordinal)), f => f == "changed: the period");
        Assert.Null(await room.Town.As(office.Id, s => s.GetRequiredService<ITransactionLogs>().Compare("<!DOCTYPE x [<!ENTITY e 'e'>]><x>&e;</x>"u8.ToArray(), Cancel)));
        Assert.Null(await room.Town.As(office.Id, s => s.GetRequiredService<ITransactionLogs>().Compare("nothing"u8.ToArray(), Cancel)));

        // Kept bytes that somebody changed are found by the page.
        var kept = (await room.Rows($"select c.blob from records.component c join records.document d on d.id = c.document where d.agenda = 'records' and d.office = '{office.Id}'", r => r.GetString(0))).Single()["sha256:".Length..];
        var pdf = await auditor.GetByteArrayAsync("/sprava/protokol/2026-03-10.pdf", Cancel);
        var stored = System.IO.Directory.GetFiles(Path.Combine(room.Town.Var, "blobs"), $"*{kept[^20..]}*", SearchOption.AllDirectories).Single();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stored, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var forged = await File.ReadAllBytesAsync(stored, Cancel);
        forged[1000]++;
        await File.WriteAllBytesAsync(stored, forged, Cancel);
        var page = await Page(auditor, "/sprava/protokol?overit=2026-03-10");
        Assert.Contains("nesouhlasí", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Bajty uloženého protokolu", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);

        // The operator's command says the same of the file and of the sealed paper.
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-log-").FullName;
        await using var server = new ServerProcess { Var = room.Town.Var };
        server.Environment["VIRTUOS__DATABASE"] = room.Town.ConnectionString;
        try
        {
            foreach (var (name, content, expected) in new (string, byte[], int)[]
                {
                    ("sound.xml", Encoding.UTF8.GetBytes(whole), 0), ("sound.pdf", pdf, 0), ("changed.xml", Encoding.UTF8.GetBytes(Edited(u => u[4].Remove())), -1),
                })
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, name), content, Cancel);
                var (code, output) = await server.Command(Cancel, "verify", Path.Combine(folder, name));
                Assert.True((code == 0) == (expected == 0), $"{name}: {code} {output}");
                Assert.Contains("system log of 2026-03-10", output, StringComparison.Ordinal);
                Assert.Contains(expected == 0 ? ": sound (" : "removed: 5", output, StringComparison.Ordinal);
            }
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
