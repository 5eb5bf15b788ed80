using System.Diagnostics;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Virtuos.Kernel.Mime;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Mailroom;

/// <summary>S/MIME as another program (OpenSSL) makes it: the signed bytes are found as they were signed, whatever happened to line ends on the way.</summary>
public sealed class SmimeTests : IAsyncLifetime
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("virtuos-smime-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await OpenSsl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-subj", "/CN=Jan Novak/emailAddress=jan@town.test");
        await File.WriteAllTextAsync(Path.Combine(folder, "inner"), "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nŽádost\r\n--b\r\nContent-Type: text/csv; name=data.csv\r\nContent-Disposition: attachment; filename=data.csv\r\n\r\n1;2\r\n--b--\r\n", Cancel);
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory, Contract("E01", Part = "S/MIME of another program: what is signed is found to the byte, detached or enclosed, and its files come out")]
    [InlineData(false, "\r\n", "-nodetach")]
    [InlineData(false, "\r\n", "-nodetach", "-stream")]
    [InlineData(true, "\r\n")]
    [InlineData(true, "\n")]
    public async Task What_is_signed_is_found_to_the_byte(bool detached, string lineEnd, params string[] how)
    {
        await OpenSsl(["cms", "-sign", "-in", "inner", "-out", "signed.eml", "-signer", "cert.pem", "-inkey", "key.pem", "-binary", "-from", "jan@town.test", "-subject", "Podpis", .. how]);
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, "signed.eml"), Cancel)).ReplaceLineEndings(lineEnd);
        using var mail = new MailReader(folder).Read(new MemoryStream(Encoding.Latin1.GetBytes(text)));
        Assert.Null(mail.Unreadable);
        Assert.Equal("Žádost", mail.Text!.Trim());
        Assert.Equal("data.csv", Assert.Single(mail.Pieces, p => p.MimeType == "text/csv").Name);
        var signature = Assert.Single(mail.Signatures);
        Assert.Equal(detached, signature.Content is not null);
        Assert.True(Holds(signature, change: false));
        if (detached) Assert.False(Holds(signature, change: true));
    }

    [Fact]
    public async Task An_encrypted_message_is_told_from_one_that_can_be_read()
    {
        await OpenSsl("cms", "-encrypt", "-in", "inner", "-out", "secret.eml", "-subject", "Tajne", "-aes256", "cert.pem");
        using var mail = new MailReader(folder).Read(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(folder, "secret.eml"), Cancel)));
        Assert.Equal("encrypted", mail.Unreadable);
        Assert.Equal("Tajne", mail.Subject);
    }

    private static bool Holds(MailSignature signature, bool change)
    {
        using var bytes = new MemoryStream();
        using (var source = signature.Signature()) source.CopyTo(bytes);
        using var content = new MemoryStream();
        using (var source = signature.Content?.Invoke()) source?.CopyTo(content);
        if (change) content.WriteByte((byte)' ');
        var cms = signature.Content is null ? new SignedCms() : new SignedCms(new ContentInfo(content.ToArray()), detached: true);
        cms.Decode(bytes.ToArray());
        try
        {
            cms.CheckSignature(verifySignatureOnly: true);
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private async Task OpenSsl(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == 0, said);
    }
}
