using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Confirming;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>Sends the receipt to the filer's address, if mail may go there.</summary>
internal sealed class ReceiptMail(ServicesDb db, MailAddresses addresses, ServiceKeys keys, ITracking tracking, Installation installation, Texts texts)
{
    public async Task Order(Submission submission, FormDefinition form, OfficeCard office, CancellationToken cancel)
    {
        if (submission.FilerEmail is not { } to || !await addresses.May(to, cancel)) return;
        var confirmed = await addresses.IsConfirmed(to, cancel);
        var words = texts.In(submission.Language);
        var paper = ReceiptPaper.Of(Receipt.Of(submission, tracking.Keys(submission.Id), form), form, office, installation.Address, words);
        var link = $"{installation.Address}/potvrdit-adresu/{AddressKey.Of(addresses.Digest(to), keys)}";
        var message = PaperMail.Of(confirmed ? paper : paper with { Blocks = [.. paper.Blocks, new Rule(), new Paragraph(words["services.address-link.mail"]), new Paragraph(RichText.Link(link, link))] });
        db.Publish(new MailOrdered(Guid.CreateVersion7(), submission.Office, submission.Id, to, message.Subject, message.Text, message.Html, []));
    }
}
