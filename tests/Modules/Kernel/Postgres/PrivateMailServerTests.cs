using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Kernel.Postgres;

public sealed class PrivateMailServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_delivered_with_its_letters_and_attachments_and_an_outage_is_felt()
    {
        await using var server = await PrivateMailServer.Start(Cancel);
        await Send(server, "prvni@obec.test", "Příliš žluťoučký kůň");
        var mail = await server.WaitForMail("prvni@obec.test", Cancel);
        Assert.Equal("Příliš žluťoučký kůň", mail.Subject);
        Assert.Contains("úpěl ďábelské ódy", mail.Text, StringComparison.Ordinal);
        var attachment = Assert.Single(mail.Attachments);
        Assert.Equal("doručenka.txt", attachment.FileName);
        Assert.Equal("obsah", attachment.Text);
        Assert.Equal("urad@obec.test", mail.EnvelopeFrom);

        await server.Stop();
        await Assert.ThrowsAsync<SmtpException>(() => Send(server, "druhy@obec.test", "x"));
        await server.StartAgain(Cancel);
        await Send(server, "druhy@obec.test", "znovu");
        Assert.Equal("znovu", (await server.WaitForMail("druhy@obec.test", Cancel)).Subject);
        Assert.Single(server.MailTo("prvni@obec.test"));
    }

    private static async Task Send(PrivateMailServer server, string to, string subject)
    {
        using var client = new SmtpClient(server.Host, server.Port);
        using var message = new MailMessage("urad@obec.test", to, subject, "Ten kůň úpěl ďábelské ódy.") { BodyEncoding = Encoding.UTF8 };
        message.Attachments.Add(new Attachment(new MemoryStream("obsah"u8.ToArray()), "doručenka.txt", MediaTypeNames.Text.Plain));
        await client.SendMailAsync(message, Cancel);
    }
}
