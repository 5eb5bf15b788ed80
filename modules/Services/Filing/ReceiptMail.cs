using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Configuration;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>Sends the receipt to the filer's address, if mail may go there.</summary>
internal sealed class ReceiptMail(ServicesDb db, MailAddresses addresses, ITracking tracking, Installation installation, Texts texts)
{
    public async Task Order(Submission submission, FormDefinition form, OfficeCard office, CancellationToken cancel)
    {
        if (submission.FilerEmail is not { } to || !await addresses.May(to, cancel)) return;
        var words = texts.In(submission.Language);
        var paper = ReceiptPaper.Of(Receipt.Of(submission, tracking.Keys(submission.Id), form), form, office, installation.Address, words);
        var message = PaperMail.Of(paper);
        db.Publish(new MailOrdered(Guid.CreateVersion7(), submission.Office, submission.Id, to, message.Subject, message.Text, message.Html, []));
    }
}
