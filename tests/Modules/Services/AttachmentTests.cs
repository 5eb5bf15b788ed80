using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AngleSharp.Dom;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Attachments stream to the disk, are judged by what they hold, and leave nothing behind when they do not come whole.</summary>
public sealed class AttachmentTests(OneTown one) : IClassFixture<OneTown>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Town town = one.Town;

    internal static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    internal static byte[] Pdf(string more = "") => Encoding.ASCII.GetBytes($"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n{more}\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 3>>\nstartxref\n9\n%%EOF\n");

    [Fact, Contract("B11", Part = "20 MB each, several to one question, kind told by content, removed again; streamed")]
    public async Task Several_files_are_attached_removed_and_filed_by_their_hashes()
    {
        using var citizen = await AtProof("Amálka");
        var page = await Upload(citizen, "no", ("průkaz.pdf", Pdf()), ("foto.png", Png));
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
        Assert.Contains("průkaz.pdf", page.Body!.TextContent);
        var remove = page.QuerySelectorAll("form").Select(f => f.GetAttribute("action")!).First(a => a.Contains("odebrat", StringComparison.Ordinal));
        page = await citizen.Post(remove);
        Assert.DoesNotContain("průkaz.pdf", page.Body!.TextContent);
        await Upload(citizen, "yes", ("průkaz znovu.pdf", Pdf("% again")));
        Assert.EndsWith("/kontrola", citizen.At);
        await citizen.Send();
        Assert.Equal("foto.png,průkaz znovu.pdf", await town.Scalar<string>("select string_agg(f ->> 'Name', ',' order by f ->> 'Name') from services.submission, jsonb_array_elements(files) f where matter like '%Amálka%'"));
        Assert.Equal(1L, await town.Scalar<long>("select count(*) from services.submission where matter like '%Amálka%' and filing like '%' || (files -> 0 ->> 'Blob') || '%' and filing like '%' || (files -> 1 ->> 'Blob') || '%'"));
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.draft_file f join services.draft d on d.id = f.draft where d.submission is not null"));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "prázdný.pdf", "", "je prázdný" },
        { "program.pdf", "MZ\u0090\0\u0003", "program" },
        { "virus.txt", @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "nebezpečného" },
        { "stránka.html", "<!DOCTYPE html><html><script>alert(1)</script></html>", "spouští" },
        { "tabulka.csv", "a;b\n1;2\n3;4\n", "ve formátu, který tu nepřijímáme" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task A_file_the_office_cannot_take_is_refused_with_what_to_do(string name, string content, string message)
    {
        using var citizen = await AtProof();
        var page = await Upload(citizen, "yes", (name, Encoding.Latin1.GetBytes(content)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        var summary = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains(message, summary);
        Assert.Contains(name, summary);
        Assert.Equal(0L, await town.Scalar<long>("select count(*) from services.draft_file where name = $1", name));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_and_the_others_stay()
    {
        using var citizen = await AtProof();
        var large = new byte[Attachments.MostBytes + 1];
        Pdf().CopyTo(large, 0);
        var page = await Upload(citizen, "no", ("malý.pdf", Pdf("% small one")), ("velký.pdf", large));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, citizen.Status);
        Assert.Contains("velký.pdf je větší než 20 MB", Citizen.Words(page));
        Assert.Contains("malý.pdf", page.QuerySelector("dl")!.TextContent);
    }

    [Fact]
    public async Task Names_cannot_deceive()
    {
        Assert.Equal("fdp.exe", FileInspection.CleanName("C:\\tajné\\\u202efdp.exe"));
        Assert.Equal("a.pdf", FileInspection.CleanName("../../a.pdf"));
        Assert.Equal("soubor", FileInspection.CleanName("  ..  "));
        Assert.Equal(150, FileInspection.CleanName(new string('x', 500) + ".pdf").Length);
        using var citizen = await AtProof();
        var page = await Upload(citizen, "no", ("..\\..\\\u202efdp.png", Png));
        Assert.Contains("fdp.png", page.Body!.TextContent);
        Assert.DoesNotContain("\u202e", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_cut_in_the_middle_leaves_nothing_behind()
    {
        using var citizen = await AtProof();
        var before = await town.Scalar<long>("select count(*) from services.draft_file");
        using var socket = new System.Net.Sockets.TcpClient(town.Address.Host, town.Address.Port);
        var stream = socket.GetStream();
        var head = $"POST /podani/{citizen.Token}/prilohy/proof HTTP/1.1\r\nHost: {town.Address.Authority}\r\nOrigin: {town.Address.GetLeftPart(UriPartial.Authority)}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"proof\"; filename=\"a.pdf\"\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "%PDF-1.4\n" + new string('x', 100_000)), Cancel);
        await stream.FlushAsync(Cancel);
        await Until(async () => await town.Scalar<long>("select count(*) from services.draft_file where blob is null") == 1);
        socket.Client.Close(0);
        await Until(async () => await town.Scalar<long>("select count(*) from services.draft_file") == before);
        await citizen.Get($"/podani/{citizen.Token}/doklad");
        Assert.Equal(HttpStatusCode.OK, citizen.Status);
    }

    [Fact]
    public async Task Parallel_uploads_cannot_pass_the_ceiling_of_unfiled_bytes_together()
    {
        var limits = File.ReadAllText(Path.Combine(Root, "modules/Services/Law/intake-limits.yaml")).Replace("unfiled-megabytes-of-network: 400", "unfiled-megabytes-of-network: 60", StringComparison.Ordinal);
        await using var own = await OneTown.Found(("limits/intake-limits.yaml", limits));
        using var citizen = await AtProof(town: own);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async at =>
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(Pdf($"% {at}\n{new string('x', 2_000_000)}")), "proof", $"{at}.pdf" } };
            using var answer = await citizen.Browser.PostAsync($"/podani/{citizen.Token}/prilohy/proof", form, Cancel);
            return answer.StatusCode;
        }));
        Assert.Contains(HttpStatusCode.SeeOther, statuses);
        Assert.True(await own.Scalar<long>("select sum(size)::bigint from services.draft_file") <= 60L << 20);
    }

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Virtuos.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    private async Task<Citizen> AtProof(string name = "Alík", Town? town = null)
    {
        var citizen = new Citizen(town ?? this.town);
        await citizen.FillDog(name);
        await citizen.Post($"/podani/{citizen.Token}/uleva?zpet=kontrola", ("relief", "disability"));
        Assert.Contains("/doklad", citizen.At);
        return citizen;
    }

    private static async Task<IDocument> Upload(Citizen citizen, string onward, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "proof", FileName = $"\"{name}\"", FileNameStar = name };
            form.Add(part);
        }
        form.Add(new StringContent(onward), "onward");
        return await citizen.PostContent($"/podani/{citizen.Token}/prilohy/proof?zpet=kontrola", form);
    }

    internal static async Task Until(Func<Task<bool>> condition)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await condition()) return;
            await Task.Delay(50, Cancel);
        }
        Assert.Fail("It did not come about in ten seconds.");
    }
}
