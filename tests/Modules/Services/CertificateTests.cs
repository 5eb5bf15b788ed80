using System.Net;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.OpenNorms;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Signing;
using Virtuos.Modules.Tests.Kernel.OpenNorms;
using Virtuos.Services.Certificates;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Certificates of digital acts: issued with the number, stamped or waiting, taken away, checked by anybody.</summary>
public sealed class CertificateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract("B08", Part = "a sealed and stamped certificate of every filing, valid by the open norm, on the receipt and follow pages and by e-mail; a public page that checks it"), Contract("E04", Part = "confirmation of receipt of a form as a sealed and stamped certificate")]
    public async Task A_registered_filing_has_a_certificate_that_anybody_can_check()
    {
        await using var place = await FollowedTown.Found();
        await place.ConfirmAddress("jana@example.cz");
        await place.File("jana@example.cz");
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        Assert.Contains("Osvědčení o digitálním úkonu (PDF)", FollowedTown.Text(await citizen.Get(path)), StringComparison.Ordinal);
        var pdf = await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.pdf", Cancel);

        // Two independent readers and the check of archival files accept it.
        Assert.Empty(PdfACheck.Of(pdf));
        var (code, said) = await PdfTool.Run("qpdf", pdf, Cancel, "--check", "{file}");
        Assert.True(code == 0, said);
        (_, said) = await PdfTool.Run("pdfsig", pdf, Cancel, "-nocert", "{file}");
        Assert.Contains("Signature is Valid", said, StringComparison.Ordinal);
        Assert.Contains("Total document signed", said, StringComparison.Ordinal);
        var authority = place.Town.Services.GetRequiredService<TrialAuthority>();
        Assert.True(SealVerification.Verify(pdf, authority.Root()) is { State: SealState.Intact, Trusted: true, Stamp: { Holds: true, Trusted: true } });

        var inside = PaperAttachments.Of(pdf).ToList();
        Assert.Empty(NormSchemas.Faults(inside[0], NormSchemas.Certificate));
        Assert.Empty(NormSchemas.Faults(inside[1], NormSchemas.Document));
        var act = CertifiedAct.Read(inside[0])!;
        var number = await place.Town.Scalar<string>("select reference_number from services.matter where id = $1", place.Submission);
        Assert.Equal((number, place.Submission.ToString(), "Jana Nováková", false), (act.ReferenceNumber, act.Filing, act.Filer, act.Authorised));
        Assert.Equal(await place.Town.Scalar<string>("select hash from services.submission where id = $1", place.Submission), $"sha256:{act.FilingHash}");
        var words = await PdfTool.Words(pdf, Cancel);
        Assert.Contains("potvrdil jen svou e-mailovou adresu", words, StringComparison.Ordinal);

        // The same for machines, in a container with a seal and stamp of its own.
        var container = await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.asics", Cancel);
        var (name, xml, seal) = SealContainer.Verify(container, authority.Root())!.Value;
        Assert.Equal(DigitalActCertificate.FileName, name);
        Assert.Equal(inside[0], xml);
        Assert.True(seal is { State: SealState.Intact, Trusted: true, Stamp: { Holds: true, Trusted: true } });

        // The filing itself carries the metadata of a form, and the mail the certificate.
        var filed = await citizen.Browser.GetByteArrayAsync($"{path}/podani.pdf", Cancel);
        Assert.Contains(PaperAttachments.Of(filed), a => Encoding.UTF8.GetString(a).Contains(FormMetadata.Namespace, StringComparison.Ordinal) && NormSchemas.Faults(a, NormSchemas.Form).Count == 0);
        Assert.Equal(1L, await place.Town.Scalar<long>("select count(*) from mailroom.outgoing_mail where title like $1 and attachments::text like '%osvedceni-%'", $"%{number}%"));

        // A stranger without an account checks all of it; nothing is kept of it.
        var blobs = await place.Town.Scalar<long>("select count(*) from kernel.outbox");
        using var stranger = new Citizen(place.Town);
        foreach (var file in (byte[][])[pdf, container])
        {
            var page = FollowedTown.Text(await Check(stranger, file));
            Assert.Equal(HttpStatusCode.OK, stranger.Status);
            Assert.Contains("Osvědčení je pravé a beze změny", page, StringComparison.Ordinal);
            Assert.Contains(number!, page, StringComparison.Ordinal);
            Assert.Contains("úkon nebyl autorizován", page, StringComparison.Ordinal);
            Assert.Contains("které jsme vydali", page, StringComparison.Ordinal);
        }
        Assert.Contains("podání (PDF), na které jsme vydali osvědčení", FollowedTown.Text(await Check(stranger, filed)), StringComparison.Ordinal);
        Assert.Contains("podání (data), na které jsme vydali osvědčení", FollowedTown.Text(await Check(stranger, null, act.FilingHash!.ToUpperInvariant())), StringComparison.Ordinal);
        Assert.Contains("osvědčení, které jsme vydali", FollowedTown.Text(await Check(stranger, null, Convert.ToHexStringLower(SHA256.HashData(pdf)))), StringComparison.Ordinal);
        Assert.Contains("Osvědčení bez pečeti", FollowedTown.Text(await Check(stranger, xml)), StringComparison.Ordinal);

        // One changed byte, one byte more, somebody else's root: said each for what it is.
        var changed = pdf.ToArray();
        changed[pdf.Length / 3] ^= 1;
        Assert.Contains("Dokument byl změněn", FollowedTown.Text(await Check(stranger, changed)), StringComparison.Ordinal);
        Assert.Contains("K dokumentu bylo něco přidáno", FollowedTown.Text(await Check(stranger, [.. pdf, .. "dodatek"u8])), StringComparison.Ordinal);
        Assert.Contains("O tomto souboru nevíme nic", FollowedTown.Text(await Check(stranger, "ahoj"u8.ToArray())), StringComparison.Ordinal);
        Assert.Equal(blobs, await place.Town.Scalar<long>("select count(*) from kernel.outbox"));
    }

    [Fact]
    public async Task What_cannot_be_checked_is_explained_at_its_field()
    {
        await using var place = await FollowedTown.Found();
        using var stranger = new Citizen(place.Town);
        var page = await Check(stranger, null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stranger.Status);
        Assert.Contains("Vyberte soubor, nebo zadejte jeho otisk.", FollowedTown.Text(page), StringComparison.Ordinal);
        page = await Check(stranger, null, "abc");
        Assert.Contains("Otisk SHA-256 má 64 znaků", FollowedTown.Text(page), StringComparison.Ordinal);
        Assert.Equal("abc", page.QuerySelector("input[name=otisk]")!.GetAttribute("value"));
        page = await stranger.Get("/overeni");
        Assert.NotNull(page.QuerySelector("input[type=file]"));
    }

    [Fact, Contract("B08", Part = "while the time stamp authority is away the certificate waits and is issued later")]
    public async Task Without_a_time_stamp_the_certificate_waits()
    {
        await using var peer = new TimestampProcess();
        await peer.Start(Cancel);
        await using var place = await FollowedTown.Found(settings => settings.Timestamp = new() { Url = peer.Url, Policy = TimestampProcess.Policy, Roots = peer.Roots, Patience = 10 });
        await peer.Mood("down");
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        Assert.Contains("Osvědčení čeká na časové razítko", FollowedTown.Text(await citizen.Get(path)), StringComparison.Ordinal);
        using (var none = await citizen.Browser.GetAsync($"{path}/osvedceni.pdf", Cancel)) Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Equal(0L, await place.Town.Scalar<long>("select count(*) from services.fingerprint"));

        await peer.Mood("");
        place.Town.Clock.Advance(TimeSpan.FromMinutes(5));
        await place.Town.Run<StampCertificates>();
        var pdf = await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.pdf", Cancel);
        var roots = place.Town.Services.GetRequiredService<TimestampAuthority>().Roots();
        Assert.True(SealVerification.Verify(pdf, [place.Town.Services.GetRequiredService<TrialAuthority>().Root(), .. roots]) is { State: SealState.Intact, Trusted: true, Stamp: { Trusted: true, Trial: false } });
        // However often it is tried again, it is stamped once.
        await place.Town.Run<StampCertificates>();
        Assert.Equal(pdf, await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.pdf", Cancel));
    }

    [Fact, Contract("B08", Part = "virtuos verify checks a certificate without an installation")]
    public async Task The_command_checks_a_certificate_by_its_type()
    {
        await using var place = await FollowedTown.Found();
        await place.File();
        using var citizen = new Citizen(place.Town);
        var path = await place.Path(citizen);
        var folder = System.IO.Directory.CreateTempSubdirectory("virtuos-certificate-").FullName;
        string At(string name) => Path.Combine(folder, name);
        await using var server = new ServerProcess();
        try
        {
            var pdf = await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.pdf", Cancel);
            await File.WriteAllBytesAsync(At("osvedceni.pdf"), pdf, Cancel);
            await File.WriteAllBytesAsync(At("osvedceni.asics"), await citizen.Browser.GetByteArrayAsync($"{path}/osvedceni.asics", Cancel), Cancel);
            await File.WriteAllBytesAsync(At("osvedceni.xml"), PaperAttachments.Of(pdf).First(), Cancel);
            pdf[pdf.Length / 3] ^= 1;
            await File.WriteAllBytesAsync(At("zmeneno.pdf"), pdf, Cancel);
            await File.WriteAllTextAsync(At("podani.json"), await place.Town.Scalar<string>("select filing from services.submission where id = $1", place.Submission), Cancel);
            await File.WriteAllTextAsync(At("jine.json"), "{}", Cancel);
            await File.WriteAllTextAsync(At("root.pem"), place.Town.Services.GetRequiredService<TrialAuthority>().Root().ExportCertificatePem(), Cancel);
            foreach (var (name, filing, sound) in ((string, string, bool)[])[("osvedceni.pdf", "podani.json", true), ("osvedceni.asics", "podani.json", true), ("osvedceni.pdf", "jine.json", false), ("osvedceni.xml", "podani.json", false), ("zmeneno.pdf", "podani.json", false)])
            {
                var (code, output) = await server.Command(Cancel, "verify", At(name), "--filing", At(filing), "--roots", At("root.pem"));
                Assert.True((code == 0) == sound, $"{name}: {code} {output}");
                if (name != "zmeneno.pdf") Assert.Contains("of a digital act", output, StringComparison.Ordinal);
            }
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IDocument> Check(Citizen who, byte[]? file, string hash = "")
    {
        using var form = new MultipartFormDataContent();
        if (file is not null) form.Add(new ByteArrayContent(file), "soubor", "soubor.pdf");
        form.Add(new StringContent(hash), "otisk");
        return await who.PostContent("/overeni", form);
    }
}
