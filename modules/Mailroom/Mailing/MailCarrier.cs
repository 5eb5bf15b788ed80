using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Mailroom;

/// <summary>The mail server, or somebody behind it, would not take a message.</summary>
internal sealed class MailNotTakenException(string reason, bool forGood, Exception cause) : Exception(reason, cause)
{
    public bool ForGood { get; } = forGood;
}

/// <summary>Hands a message to the mail server over SMTP (RFC 5321); without one lays it as a file into the mail folder.</summary>
internal sealed partial class MailCarrier(Installation installation, IBlobStore blobs)
{
    private const int SecondsToWait = 30;
    private readonly MailSettings settings = installation.Mail;

    /// <param name="answersTo">The office's own mailbox; null where it has none.</param>
    /// <exception cref="MailNotTakenException">It was not taken; nothing tells whether a lost answer followed a taken message, so the identifier stays the same for the recipient to tell.</exception>
    public async Task Carry(OutgoingMail mail, string? answersTo, CancellationToken cancel)
    {
        using var message = new MailMessage();
        List<Stream> open = [];
        try
        {
            try
            {
                message.From = new MailAddress(settings.From);
                message.To.Add(new MailAddress(mail.Recipient));
            }
            catch (FormatException e)
            {
                throw new MailNotTakenException($"Not an address: {e.Message}", forGood: true, e);
            }
            message.Subject = mail.Title.ReplaceLineEndings(" ");
            message.SubjectEncoding = message.BodyEncoding = Encoding.UTF8;
            message.Headers.Add("Message-ID", $"<{mail.Id:N}@{message.From.Host}>");
            if (answersTo is not null) message.ReplyToList.Add(answersTo);
            message.Headers.Add("Auto-Submitted", mail.Answers is null ? "auto-generated" : "auto-replied");
            // What is no plain identifier could carry lines of its own.
            if (mail.Answers is { } answered && Identifier().IsMatch(answered))
            {
                message.Headers.Add("In-Reply-To", answered);
                message.Headers.Add("References", answered);
            }
            message.Body = mail.Text;
            if (mail.Html is { } html) message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
            foreach (var part in mail.Attachments)
            {
                var content = await blobs.Open(BlobHash.Parse(part.Blob), cancel) ?? throw new InvalidOperationException($"The attachment {part.Blob} is missing.");
                open.Add(content);
                message.Attachments.Add(new System.Net.Mail.Attachment(content, part.Name, part.MimeType) { NameEncoding = Encoding.UTF8 });
            }
            await Send(message, cancel);
        }
        finally
        {
            foreach (var stream in open) await stream.DisposeAsync();
        }
    }

    private async Task Send(MailMessage message, CancellationToken cancel)
    {
        using var client = new SmtpClient { Timeout = SecondsToWait * 1000 };
        if (settings.Host is { Length: > 0 } host)
        {
            (client.Host, client.Port, client.EnableSsl) = (host, settings.Port, settings.Security == "starttls");
            if (settings.User is { Length: > 0 } user) client.Credentials = new NetworkCredential(user, settings.Password);
        }
        else
        {
            client.DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory;
            client.PickupDirectoryLocation = Directory.CreateDirectory(Path.Combine(installation.Var, settings.Folder)).FullName;
        }
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(SecondsToWait));
            await client.SendMailAsync(message, patience.Token);
        }
        catch (SmtpException e)
        {
            throw new MailNotTakenException($"{e.StatusCode}: {e.GetBaseException().Message}", IsFinal(e.StatusCode), e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new MailNotTakenException("The mail server did not answer in time.", forGood: false, e);
        }
    }

    [GeneratedRegex("^<[!-;=?-~]{3,250}>$")]
    private static partial Regex Identifier();

    // 5yz of RFC 5321 that speak of this recipient or message; those that speak of the server's state are tried again.
    private static bool IsFinal(SmtpStatusCode code) => code is SmtpStatusCode.MailboxUnavailable or SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.UserNotLocalTryAlternatePath
        or SmtpStatusCode.ExceededStorageAllocation or SmtpStatusCode.TransactionFailed;
}
