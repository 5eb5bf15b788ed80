using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Formats;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.Paper;
using Virtuos.Records;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;
using static Virtuos.Modules.Tests.Records.DeskPageTests;

namespace Virtuos.Modules.Tests.Records;

public sealed class ClosingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Guid> File(OwnDesk desk) => (await desk.Room.Rows("select id from records.case_file order by number desc limit 1", r => r.GetGuid(0))).Single();

    [Fact]
    public async Task A_file_closes_when_all_is_settled_and_final_and_never_changes_again()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var own = await desk.Approved(document);
        var file = await File(desk);
        var clerk = desk.Browser("Klára");

        var page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Contains("PRV 1/2026 není vyřízený", page.Body!.TextContent, StringComparison.Ordinal);
        using (var early = await clerk.PostAsync($"/stul/spis/{file}/uzavrit", new FormUrlEncodedContent([]), Cancel)) Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        page = await Page(clerk, $"/stul/spis/{file}");
        Assert.Contains("PRV 2/2026 ještě nenabylo právní moci", page.Body!.TextContent, StringComparison.Ordinal);
        await desk.Opened(own);
        room.Clock.Advance(TimeSpan.FromDays(20));
        await room.Job<SetLegalForce>();

        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Spis je uzavřený", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Klára Nová", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal([("Closed", 2037)], await room.Rows("select state, discard_year from records.case_file", r => (r.GetString(0), r.GetInt32(1))));

        foreach (var sql in (string[])
            [
                "update records.case_file set matter = 'jinak' returning 1", $"update records.document set matter = 'jinak' where id = '{document}' returning 1",
                $"insert into records.component (office, id, document, position, role, version, kind, name, mime_type, size, blob, added_at) select office, gen_random_uuid(), document, 99, role, 1, kind, name, mime_type, size, blob, added_at from records.component where document = '{own}' limit 1 returning 1",
            ])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => room.Rows(sql, r => 1));
        using var again = await clerk.PostAsync($"/stul/spis/{file}/uzavrit", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        foreach (var act in (string[])["prevzit", "predat", "do-spisu", "vyridit", "koncept", "vypravit"])
        {
            using var refused = await clerk.PostAsync($"/stul/dokument/{(act == "vypravit" ? own : document)}/{act}", new FormUrlEncodedContent([new("Template", "odpoved"), new("Note", "x"), new("How", "noted"), new("to", "")]), Cancel);
            Assert.True((int)refused.StatusCode is 409 or 422, $"{act}: {(int)refused.StatusCode}");
        }
        var late = await desk.InHand();
        page = await Press(clerk, await Page(clerk, $"/stul/dokument/{late}"), "Vložit do spisu", ("File", "S-PRV 1/2026"));
        Assert.Contains("Spis S-PRV 1/2026 je uzavřený", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_that_comes_after_closing_becomes_a_document_of_its_own()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var document = await desk.InHand();
        var (clerk, head) = (desk.Browser("Klára"), desk.Browser("Hana"));
        await Press(clerk, await desk.Begin(document, "Odpověď"), "Uložit a předložit ke schválení", ("Body", "Odpovídáme vám."));
        var own = await desk.Own(document);
        await Press(head, await Page(head, $"/stul/dokument/{own}"), "Schválit a opatřit pečetí");
        await Press(clerk, await Page(clerk, $"/stul/dokument/{own}"), "Vypravit do portálu a e-mailem");
        await Press(clerk, await Page(clerk, $"/stul/spis/{await File(desk)}"), "Uzavřít spis");

        await desk.Opened(own);
        Assert.Equal(["Joined"], await room.Rows($"select state from records.document where parent = '{own}' and file is null", r => r.GetString(0)));
        Assert.Contains("PRV 3/2026", (await Page(clerk, $"/stul/dokument/{own}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact, Contract("D09", Part = "clause of a change of data format")]
    public async Task An_attachment_in_another_format_waits_for_its_output_format()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var clerk = desk.Browser("Klára");
        var document = await desk.InHand(attachments: [await desk.Part("smlouva.txt", "text/plain", Encoding.UTF8.GetBytes("Smlouva o dílo.")), await desk.Part("pes.png", "image/png", Png)]);
        var page = await Press(clerk, await Page(clerk, $"/stul/dokument/{document}"), "Vyřídit bez rozhodnutí", ("Note", "Vzato na vědomí"));
        var file = await File(desk);

        page = await Page(clerk, $"/stul/spis/{file}");
        if (new OfficeConversion(null!).Program is not null) Assert.Skip("An office program is installed and would convert it.");
        Assert.Contains("smlouva.txt není ve výstupním formátu", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("pes.png", page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(page.QuerySelectorAll("main button"), b => b.TextContent.Contains("Uzavřít spis", StringComparison.Ordinal));

        var action = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).Single(a => a.Contains("/vystup/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Upload(clerk, action, Encoding.UTF8.GetBytes("nic")));
        Assert.Equal(HttpStatusCode.Found, await Upload(clerk, action, SamplePapers.Press.Press(SamplePapers.Plain("Smlouva o dílo")).Bytes));
        page = await Press(clerk, await Page(clerk, $"/stul/spis/{file}"), "Uzavřít spis");
        Assert.Contains("Spis je uzavřený", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Original", "Output"], await room.Rows("select role from records.component where position = 2 order by 1", r => r.GetString(0)));
        await Clause(room, clerk, document, "smlouva", "mimo systém");
    }

    [Fact]
    public async Task An_office_document_becomes_pdf_a_through_the_program_that_the_machine_has()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-soffice-").FullName;
        var made = Path.Combine(folder, "made.pdf");
        await System.IO.File.WriteAllBytesAsync(made, SamplePapers.Press.Press(SamplePapers.Plain("Převedeno")).Bytes, Cancel);
        // Stands in for LibreOffice: writes what it was asked for where it was asked to.
        var program = Path.Combine(folder, "soffice");
        await System.IO.File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$@\" > {folder}/asked\nwhile [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=$2; shift; done\nmkdir -p \"$out\" && cp {made} \"$out/source.pdf\"\n", Cancel);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            var part = await desk.Part("smlouva.txt", "text/plain", Encoding.UTF8.GetBytes("Smlouva o dílo."));
            var result = await room.As(room.Offices.Who(desk.Office, "Klára"), scope => new OfficeConversion(scope.GetRequiredService<IBlobStore>()) { Program = program }.ToPdfA(
                new Component { Document = Guid.Empty, Position = 1, Role = ComponentRole.Original, Kind = "attachment", Name = part.Name, MimeType = part.MimeType, Size = part.Size, Blob = part.Blob, AddedAt = default },
                KnownFormats.Of("txt"), Cancel));
            Assert.Equal("smlouva.pdf", result!.Name);
            var asked = await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "asked"), Cancel);
            Assert.Contains("""--convert-to pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"3"}}""", asked, StringComparison.Ordinal);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    [Fact, Contract("A01", Part = "files of another office or unit")]
    public async Task Another_office_and_another_unit_cannot_close_the_file()
    {
        await using var room = await OfficeTown.Found();
        var desk = new OwnDesk(room, room.Offices.First);
        await desk.Approved(await desk.InHand());
        var file = await File(desk);
        foreach (var stranger in (HttpClient[])[room.Browser(room.Offices.Who(room.Offices.Second, "Hana")), desk.Browser("Radek")])
        {
            using var answer = await stranger.PostAsync($"/stul/spis/{file}/uzavrit", new FormUrlEncodedContent([]), Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    // The change of format is told by a sealed paper beside the parts: what became what, by whom, and that the original had no seal.
    private static async Task Clause(OfficeTown room, HttpClient clerk, Guid document, string name, string way)
    {
        var clause = (await room.Rows($"select id, name, position from records.component where document = '{document}' and kind = 'conversion-clause'", r => (Id: r.GetGuid(0), Name: r.GetString(1), Position: r.GetInt32(2)))).Single();
        Assert.Equal(($"Ověřovací doložka změny datového formátu – {name}.pdf", 4), (clause.Name, clause.Position));
        var pdf = await clerk.GetByteArrayAsync($"/stul/dokument/{document}/slozka/{clause.Id}", Cancel);
        Assert.Empty(PdfACheck.Of(pdf));
        Assert.Equal((SealState.Intact, "Obec PRV"), (SealVerification.Verify(pdf).State, SealVerification.Verify(pdf).Sealer));
        var file = Path.GetTempFileName();
        try
        {
            await System.IO.File.WriteAllBytesAsync(file, pdf, Cancel);
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true })!;
            var text = System.Text.RegularExpressions.Regex.Replace(await process.StandardOutput.ReadToEndAsync(Cancel), @"\s+", " ");
            var blobs = await room.Rows($"select blob from records.component where document = '{document}' and position = 2", r => r.GetString(0));
            foreach (var said in (string[])["Obec PRV, IČO", "Klára Nová", way, $"{name}.txt", "text/plain", "application/pdf", "PRV 1/2026", "§ 69a"]) Assert.Contains(said, text, StringComparison.Ordinal);
            foreach (var blob in blobs) Assert.Contains(blob, text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            System.IO.File.Delete(file);
        }
    }

    private static async Task<HttpStatusCode> Upload(HttpClient browser, string action, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "Output", "smlouva.pdf" } };
        using var answer = await browser.PostAsync(action, form, Cancel);
        return answer.StatusCode;
    }

    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}
