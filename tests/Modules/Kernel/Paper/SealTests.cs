using System.Security.Cryptography.X509Certificates;
using Virtuos.Kernel.Signing;
using Virtuos.Testing;
using Virtuos.Testing.PdfA;

namespace Virtuos.Modules.Tests.Kernel.Paper;

public sealed class SealTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"virtuos-keys-{Guid.CreateVersion7():n}");
    private readonly TrialAuthority authority;

    public SealTests() => authority = new TrialAuthority(folder, TimeProvider.System);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    [Contract("D18", Part = "papers are sealed by PAdES baseline B with a trial certificate and verified")]
    public async Task A_sealed_paper_is_valid_and_still_archival()
    {
        var seal = authority.SealOf("Městský úřad Horní Lhota", "00283924");
        foreach (var name in SamplePapers.Names)
        {
            var file = PaperSeal.Seal(SamplePapers.Press.Press(SamplePapers.Of(name), sealing: true).Bytes, seal, Now);
            Assert.Empty(PdfACheck.Of(file));
            var (_, verdict) = await PdfTool.Run("pdfsig", file, TestContext.Current.CancellationToken, "{file}");
            Assert.Contains("Signature is Valid", verdict);
            Assert.Contains("Total document signed", verdict);
            Assert.Contains("ETSI.CAdES.detached", verdict);
            Assert.Contains("TRIAL – not a qualified seal", verdict);
            var (code, output) = await PdfTool.Run("qpdf", file, TestContext.Current.CancellationToken, "--check", "{file}");
            Assert.True(code == 0, output);
        }
    }

    [Fact]
    public void Verification_says_who_and_when()
    {
        var time = new DateTimeOffset(Now.Year, 6, 1, 10, 20, 30, TimeSpan.FromHours(2));
        var verified = SealVerification.Verify(Sealed(time));
        Assert.Equal(SealState.Intact, verified.State);
        Assert.Equal("Obec Dolní Lhota", verified.Sealer);
        Assert.Equal(time, verified.Time);
        Assert.True(verified.Trial);
        Assert.False(verified.Trusted);
    }

    [Fact]
    public void Trust_needs_the_root_and_a_valid_day()
    {
        var stranger = new TrialAuthority(Path.Combine(folder, "stranger"), TimeProvider.System);
        Assert.True(SealVerification.Verify(Sealed(Now), authority.Root()).Trusted);
        Assert.False(SealVerification.Verify(Sealed(Now), stranger.Root()).Trusted);
        Assert.False(SealVerification.Verify(Sealed(Now.AddYears(-3)), authority.Root()).Trusted);
    }

    [Fact]
    public void Every_changed_byte_is_noticed()
    {
        var file = Sealed(Now);
        var (start, length) = Gap(file);
        for (var at = 3; at < file.Length; at += file.Length / 60)
        {
            var changed = file.ToArray();
            changed[at] ^= 0x01;
            var state = SealVerification.Verify(changed).State;
            // The signature does not sign itself: padding and certificates beside it may differ.
            if (at < start || at >= start + length)
                Assert.True(state == SealState.Changed, $"byte {at} of {file.Length}: {state}");
        }
    }

    [Fact]
    public void Bytes_added_behind_the_seal_are_noticed()
    {
        var file = Sealed(Now);
        Assert.Equal(SealState.Extended, SealVerification.Verify([.. file, .. "1 0 obj\nnull\nendobj\n"u8]).State);
        Assert.Equal(SealState.Changed, SealVerification.Verify(file[..^10]).State);
        Assert.Equal(SealState.None, SealVerification.Verify(SamplePapers.Press.Press(SamplePapers.Call).Bytes).State);
        Assert.Equal(SealState.None, SealVerification.Verify([]).State);
    }

    [Fact]
    public void The_seal_of_another_paper_does_not_fit()
    {
        var one = Sealed(Now);
        var other = PaperSeal.Seal(
            SamplePapers.Press.Press(SamplePapers.Call with { Title = "Výzva k doplnění jiného podání" }, sealing: true).Bytes,
            authority.SealOf("Obec Dolní Lhota", "12345678"),
            Now);
        var (from, to) = (Gap(one), Gap(other));
        one.AsSpan(from.Start, from.Length).CopyTo(other.AsSpan(to.Start, to.Length));
        Assert.Equal(SealState.Changed, SealVerification.Verify(other).State);
    }

    [Fact]
    public void A_paper_is_sealed_once_and_only_where_room_was_left()
    {
        var seal = authority.SealOf("Obec Dolní Lhota", "12345678");
        Assert.Throws<InvalidOperationException>(() => PaperSeal.Seal(SamplePapers.Press.Press(SamplePapers.Call).Bytes, seal, Now));
        Assert.Throws<InvalidOperationException>(() => PaperSeal.Seal(Sealed(Now), seal, Now));
    }

    [Fact]
    public void An_attachment_cannot_pretend_to_be_the_place_of_the_seal()
    {
        // Noise is stored uncompressed, with the words of a placeholder readable in the file.
        var noise = new byte[60_000];
        new Random(1).NextBytes(noise);
        var unsealed = SamplePapers.Press.Press(SamplePapers.Call, sealing: true).Bytes;
        var fake = unsealed.AsSpan(unsealed.AsSpan().LastIndexOf("/M(D:"u8))[..21_000];
        var paper = SamplePapers.Call with
        {
            Attachments = [new("a.bin", "application/octet-stream", (byte[])[.. noise, .. fake, .. noise], SamplePapers.Moment)],
        };
        var seal = authority.SealOf("Obec Dolní Lhota", "12345678");
        Assert.Throws<InvalidOperationException>(() => PaperSeal.Seal(SamplePapers.Press.Press(paper).Bytes, seal, Now));
        Assert.Equal(SealState.Intact, SealVerification.Verify(PaperSeal.Seal(SamplePapers.Press.Press(paper, sealing: true).Bytes, seal, Now)).State);
    }

    [Fact]
    public async Task Many_papers_are_pressed_and_sealed_at_once()
    {
        var seal = authority.SealOf("Obec Dolní Lhota", "12345678");
        var expected = SamplePapers.Press.Press(SamplePapers.Call).Bytes;
        await Parallel.ForAsync(0, 60, TestContext.Current.CancellationToken, (i, _) =>
        {
            var paper = SamplePapers.Call with { ReferenceNumber = $"MUHL/{i}/2026" };
            Assert.Equal(SealState.Intact, SealVerification.Verify(PaperSeal.Seal(SamplePapers.Press.Press(paper, sealing: true).Bytes, seal, Now)).State);
            Assert.Equal(expected, SamplePapers.Press.Press(SamplePapers.Call).Bytes);
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public async Task Keys_are_made_once_however_many_ask_and_only_the_owner_reads_them()
    {
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
            () => new TrialAuthority(folder, TimeProvider.System).SealOf("Obec Dolní Lhota", "12345678"),
            TestContext.Current.CancellationToken)));
        Assert.Single(asked.Select(seal => seal.Certificate.Thumbprint).Distinct());
        Assert.Single(asked.Select(seal => seal.Issuers.Single().Thumbprint).Distinct());
        Assert.All(asked, seal => Assert.True(seal.Certificate.HasPrivateKey));
        Assert.True(asked[0].IsTrial);
        Assert.Contains("ZKUŠEBNÍ / TRIAL – not a qualified seal", asked[0].Certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        var files = System.IO.Directory.GetFiles(folder);
        Assert.Equal(2, files.Length);
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static (int Start, int Length) Gap(byte[] file)
    {
        var start = file.AsSpan().LastIndexOf("/Contents<"u8) + 10;
        return (start, file.AsSpan(start).IndexOf((byte)'>'));
    }

    private byte[] Sealed(DateTimeOffset time) => PaperSeal.Seal(
        SamplePapers.Press.Press(SamplePapers.Call, sealing: true).Bytes, authority.SealOf("Obec Dolní Lhota", "12345678"), time);
}
