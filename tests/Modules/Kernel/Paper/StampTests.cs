using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Signing;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed class StampTests : IDisposable
{
    private const string StampAttribute = "1.2.840.113549.1.9.16.2.14";
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"virtuos-stamps-{Guid.CreateVersion7():n}");
    private readonly TrialAuthority authority;

    public StampTests() => authority = new(folder, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    private TimestampAuthority Trial() => new(new Installation(), new(authority, TimeProvider.System), authority);

    private TimestampAuthority Foreign(TimestampProcess peer, string? policy = TimestampProcess.Policy, string? roots = null, int patience = 5) =>
        new(new Installation { Timestamp = { Url = peer.Url, Policy = policy, Roots = roots ?? peer.Roots, Patience = patience } }, new(authority, TimeProvider.System), authority);

    private byte[] Sealed(DateTimeOffset? at = null) => PaperSeal.Seal(SamplePapers.Press.Press(SamplePapers.Call, sealing: true).Bytes, authority.SealOf("Obec Dolní Lhota", "12345678"), at ?? Now);

    [Fact, Contract("D18", Part = "a time stamp on each seal (PAdES B-T), verified by openssl and poppler too")]
    public async Task A_stamped_paper_is_what_was_sealed_and_others_verify_its_stamp()
    {
        await using var peer = new TimestampProcess();
        await peer.Start(Cancel);
        var file = Sealed();
        foreach (var (stamps, root, trial) in ((TimestampAuthority, byte[], bool)[])[(Trial(), authority.Root().RawData, true), (Foreign(peer), X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(peer.Roots, Cancel)).RawData, false)])
        {
            using var used = stamps;
            var stamped = await PaperSeal.Stamp(file, stamps, Cancel);
            var verified = SealVerification.Verify(stamped, [authority.Root(), .. stamps.Roots()]);
            Assert.True(verified is { State: SealState.Intact, Trusted: true, Stamp: { Holds: true, Trusted: true } stamp } && stamp.Trial == trial, verified.ToString());
            Assert.InRange(verified.Stamp!.At, Now.AddMinutes(-2), Now.AddMinutes(2));
            Assert.Equal(trial, SealVerification.Verify(stamped, authority.Root()).Stamp!.Trusted);
            // The stamp lies in the room that was left for it: nothing that was sealed is another.
            Assert.Equal(file.Length, stamped.Length);
            Assert.Empty(PdfACheck.Of(stamped));
            Assert.Contains("Signature is Valid", (await PdfTool.Run("pdfsig", stamped, Cancel, "-nocert", "{file}")).Output, StringComparison.Ordinal);
            Assert.Contains("Verification: OK", await OpenSsl(stamped, root), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stamp_of_another_seal_is_noticed()
    {
        using var stamps = Trial();
        // A seal is the same bytes for the same paper and second: the other one is of an hour ago.
        var (one, other) = (await PaperSeal.Stamp(Sealed(), stamps, Cancel), Sealed(Now.AddHours(-1)));
        var (mine, foreign) = (Message(other), Message(one).SignerInfos[0].UnsignedAttributes[0].Values[0]);
        mine.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(StampAttribute, foreign.RawData));
        var (gap, encoded) = (SealGap.In(other).Last().Gap, mine.Encode());
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(encoded).PadRight(gap.End - gap.Start - 2, '0'), other.AsSpan(gap.Start + 1));
        var verified = SealVerification.Verify(other, [authority.Root()]);
        Assert.True(verified is { State: SealState.Intact, Stamp: { Holds: false, Trusted: false } }, verified.ToString());
    }

    [Fact, Contract("D18", Part = "what is no stamp of the seal is not taken for one")]
    public async Task An_authority_that_answers_badly_gives_no_stamp()
    {
        await using var peer = new TimestampProcess();
        await peer.Start(Cancel);
        using var good = Foreign(peer);
        await PaperSeal.Stamp(Sealed(), good, Cancel);
        foreach (var mood in (string[])["down", "garbage", "replay"])
        {
            await peer.Mood(mood);
            await Assert.ThrowsAsync<TimestampUnavailableException>(() => PaperSeal.Stamp(Sealed(), good, Cancel));
        }
        await peer.Mood("silent");
        using var hasty = Foreign(peer, patience: 1);
        Assert.Contains("within 1 seconds", (await Assert.ThrowsAsync<TimestampUnavailableException>(() => PaperSeal.Stamp(Sealed(), hasty, Cancel))).Message, StringComparison.Ordinal);

        await peer.Mood("");
        await File.WriteAllTextAsync(Path.Combine(folder, "other.pem"), authority.Root().ExportCertificatePem(), Cancel);
        using var distrusting = Foreign(peer, roots: Path.Combine(folder, "other.pem"));
        Assert.Contains("trusted", (await Assert.ThrowsAsync<TimestampUnavailableException>(() => PaperSeal.Stamp(Sealed(), distrusting, Cancel))).Message, StringComparison.Ordinal);
        using var strict = Foreign(peer, policy: "1.2.3.4.5");
        await Assert.ThrowsAsync<TimestampUnavailableException>(() => PaperSeal.Stamp(Sealed(), strict, Cancel));
        await PaperSeal.Stamp(Sealed(), good, Cancel);
    }

    private static SignedCms Message(byte[] pdf)
    {
        var gap = SealGap.In(pdf).Last().Gap;
        var message = new SignedCms(new ContentInfo(gap.Signed(pdf)), detached: true);
        message.Decode(gap.Signature(pdf));
        return message;
    }

    private async Task<string> OpenSsl(byte[] pdf, byte[] root)
    {
        var signer = Message(pdf).SignerInfos[0];
        await File.WriteAllBytesAsync(Path.Combine(folder, "token.der"), signer.UnsignedAttributes[0].Values[0].RawData, Cancel);
        await File.WriteAllBytesAsync(Path.Combine(folder, "signature.bin"), signer.GetSignature(), Cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "root.pem"), PemEncoding.WriteString("CERTIFICATE", root), Cancel);
        using var process = Process.Start(new ProcessStartInfo("openssl", ["ts", "-verify", "-token_in", "-in", "token.der", "-data", "signature.bin", "-CAfile", "root.pem"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync(Cancel);
        var wrong = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return await said + wrong;
    }
}
