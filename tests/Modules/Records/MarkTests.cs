using System.IO.Compression;
using System.Security.Cryptography.Pkcs;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Modules.Tests.Records.Packages;
using Virtuos.Records;
using Virtuos.Testing;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

/// <summary>What was found of signatures, seals and stamps: recorded when a document comes, shown, and written into packages.</summary>
public sealed class MarkTests
{
    private static readonly XNamespace Ns = StandardXml.Namespace;

    [Fact, Contract("E03", Part = "the record of every verified mark fills tOvereniBezpecnostnihoPrvku; packages with it are valid by both sets of schemas and clean by the archive's rules")]
    [Requirement("obs72"), Requirement("tOvereniBezpecnostnihoPrvku")]
    public async Task Marks_of_a_message_are_kept_shown_and_handed_over()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var (clerk, petra) = (desk.Browser("Klára"), desk.Browser("Petra"));
        var (at, message) = (room.Clock.GetUtcNow(), Guid.CreateVersion7());
        var main = await desk.Part("žádost.pdf", "application/pdf", SamplePapers.Press.Press(SamplePapers.Plain("Žádost")).Bytes);
        var second = await desk.Part("příloha.pdf", "application/pdf", SamplePapers.Press.Press(SamplePapers.Plain("Příloha")).Bytes);
        SecurityMark Mark(FiledPart part, string indication, bool? trusted, bool? revoked, string signer = "Ing. Jana Nováková") => new(part.Blob, part.Name, "PAdES", "BASELINE-T", indication != "TOTAL_FAILED", trusted, true, at.AddHours(-3), signer, "I.CA EU Qualified CA2/RSA 06/2022", "00B4F1A2C3", indication, "", "",
            [new("signature", at.AddHours(-2), true, trusted, "PostSignum TSA")], at)
        {
            ValidFrom = at.AddYears(-1),
            ValidUntil = at.AddYears(1),
            Revoked = revoked,
            RevocationList = revoked is null ? null : "8812",
        };
        await room.Tell(desk.Office.Id, new MessageArrived(message, desk.Office.Id, "e-mail", "Žádost o vyjádření", new Filer("Jana Nováková", "Lipová 12, 430 01 Chomutov", "jana@example.cz", null, null), at, "", [main, second], null)
        {
            Agenda = "local-fees",
            FilingMark = "104.1",
            Marks = [Mark(main, "TOTAL_PASSED", true, false), Mark(main, "TOTAL_FAILED", false, true, "Petr Odvolaný"), Mark(second, "INDETERMINATE", null, null), Mark(main, "INDETERMINATE", null, null) with { Signer = null }, Mark(main with { Blob = $"sha256:{new string('0', 64)}" }, "TOTAL_PASSED", true, false)],
        });
        var id = (await room.Rows($"select id from records.document where source = '{message}'", r => r.GetGuid(0))).Single();
        Assert.Equal(4L, (await room.Rows("select count(*) from records.verified_mark", r => r.GetInt64(0))).Single());
        var frozen = await Assert.ThrowsAsync<PostgresException>(() => room.Rows("update records.verified_mark set indication = 'TOTAL_PASSED' returning 1", r => 1));
        Assert.Contains("never changes", frozen.MessageText, StringComparison.Ordinal);

        var page = await Page(petra, $"/stul/dokument/{id}");
        var said = page.QuerySelector("aside")!.TextContent;
        foreach (var word in (string[])["Podpisy, pečeti a razítka", "platný", "neplatný", "platnost nelze posoudit", "Ing. Jana Nováková", "Petr Odvolaný", "PostSignum TSA", "00B4F1A2C3", "Podepsaný neznámý"]) Assert.Contains(word, said, StringComparison.Ordinal);

        await Press(clerk, await Page(clerk, $"/stul/dokument/{id}"), "Převzít");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{id}"), "Vyřídit bez rozhodnutí", ("How", "noted"), ("Note", "Bere se na vědomí."));
        var file = await KeepingTests.File(room);
        await MakingTests.Close(clerk, file);
        await MakingTests.GoFar(room);
        using var packages = new TakenPackages(room);
        using var zip = ZipFile.OpenRead((await packages.AreClean(petra, file))[1]);
        var told = XDocument.Load(zip.Entries.Single(e => e.Name == "mets.xml").Open()).Descendants(Ns + "OvereniBezpecnostnihoPrvku").ToList();
        Assert.Equal(["neplatný", "platnost nelze posoudit", "platný"], told.Select(m => m.Element(Ns + "PlatnostBezpecnostnihoPrvku")!.Value).Order(StringComparer.Ordinal));
        var passed = told.Single(m => m.Element(Ns + "PlatnostBezpecnostnihoPrvku")!.Value == "platný");
        Assert.Equal(("00B4F1A2C3", "8812", "ne"), (passed.Descendants(Ns + "SerioveCislo").Single().Value, passed.Descendants(Ns + "CisloSeznamuCRL").Single().Value, passed.Descendants(Ns + "StavRevokace").Single().Value));
        // Judged for the moment that the stamp proves, checked when it came.
        Assert.Equal(at.AddHours(-2), DateTimeOffset.Parse(passed.Descendants(Ns + "PosuzovanyOkamzik").Single().Attribute("datum")!.Value));
        Assert.Equal(at.ToUnixTimeSeconds(), DateTimeOffset.Parse(passed.Element(Ns + "CasOvereni")!.Attribute("datum")!.Value).ToUnixTimeSeconds());
        Assert.Equal("ano", told.Single(m => m.Element(Ns + "PlatnostBezpecnostnihoPrvku")!.Value == "neplatný").Descendants(Ns + "StavRevokace").Single().Value);
    }

    [Fact, Contract("E03", Part = "signatures of what came by the portal are checked and recorded")]
    public async Task What_comes_by_the_portal_is_checked_when_it_is_registered()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var seal = room.Services.GetRequiredService<TrialAuthority>().SealOf("Stavby Ohře s. r. o.", "27082440");
        var message = new SignedCms(new ContentInfo("Smlouva o dílo."u8.ToArray()));
        message.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, seal.Certificate));
        var changed = message.Encode();
        changed[changed.AsSpan().IndexOf("Smlouva"u8)] = (byte)'s';
        var document = await desk.InHand(attachments: [await desk.Part("smlouva.p7m", "application/pkcs7-mime", message.Encode()), await desk.Part("podvrh.p7m", "application/pkcs7-mime", changed), await desk.Part("pes.txt", "text/plain", "Pes."u8.ToArray())]);
        await room.Deliver();
        var marks = await room.Rows($"select c.name, m.indication, m.serial from records.verified_mark m join records.component c on c.office = m.office and c.id = m.component where m.document = '{document}' order by c.position", r => (r.GetString(0), r.GetString(1), r.GetString(2)));
        Assert.Equal([("smlouva.p7m", "INDETERMINATE", seal.Certificate.SerialNumber), ("podvrh.p7m", "TOTAL_FAILED", seal.Certificate.SerialNumber)], marks);
        var said = (await Page(desk.Browser("Klára"), $"/stul/dokument/{document}")).QuerySelector("aside")!.TextContent;
        Assert.Contains("neplatný", said, StringComparison.Ordinal);
        Assert.Contains("platnost nelze posoudit", said, StringComparison.Ordinal);
    }
}
