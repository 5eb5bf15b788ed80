using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Kernel;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Kernel.Values;

namespace Virtuos.Services.Filling;

internal sealed record SaveForLaterInput(string Token, string Email);

/// <summary>Mails a one-time link to a draft. To an address that nobody has confirmed goes this message and no other.</summary>
internal sealed class SaveForLater(Caller caller, ServicesDb db, DraftReader drafts, MailAddresses addresses, IDirectory directory, Installation installation, Texts texts, TimeProvider clock)
    : UseCase<SaveForLaterInput, Done>(caller, ServicesPermissions.File)
{
    protected override async Task<Result<Done>> Do(SaveForLaterInput input, CancellationToken cancel)
    {
        var opened = await drafts.Open(input.Token, cancel);
        if (!opened.Succeeded) return opened.As<Done>();
        if (!EmailAddress.TryParse(input.Email, out var email)) return Refusal.Invalid("email", EmailAddress.Refused);
        if (await directory.Office(opened.Value.Draft.Addressee, cancel) is not { } office) return Refusal.NotFound();
        if (!await addresses.May(email.Value, cancel)) return Refusal.Invalid("email", "services.save.unconfirmed");

        var (draft, now) = (opened.Value.Draft, clock.GetUtcNow());
        var key = DraftToken.New();
        db.Add(new ResumeLink { KeyHash = key.Hash, Draft = draft.Id, SealedToken = key.Seal(opened.Value.Token.ToBytes()), Address = addresses.Digest(email.Value), MadeAt = now });
        draft.Write(opened.Value.Token, opened.Value.Content, now);
        var link = $"{installation.Address}/pokracovat/{key}";
        var message = PaperMail.Of(new PaperDocument
        {
            Title = texts["services.resume.mail-title", ("form", opened.Value.Form.Title)],
            Language = texts.Language,
            Created = now,
            Author = office.Name,
            Letterhead = new(office.Name),
            Blocks =
            [
                new Paragraph(texts["services.resume.mail-text", ("form", opened.Value.Form.Title), ("office", office.Name)]),
                new Paragraph(RichText.Link(link, link)),
                new Paragraph(texts["services.resume.mail-once", ("day", Kernel.Calendar.Prague.Day(draft.ExpiresAt))]),
                new Paragraph(texts["services.resume.mail-other"]) { Small = true },
            ],
        });
        db.Publish(new MailOrdered(Guid.CreateVersion7(now), draft.Addressee, null, email.Value, message.Subject, message.Text, message.Html, []), draft.Addressee);
        await db.SaveChangesAsync(cancel);
        return new Done();
    }
}
