using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Kernel.Paper;
using Virtuos.Services.Certificates;
using Virtuos.Services.Filling;
using Virtuos.Services.FormEngine;

namespace Virtuos.Services.Filing;

/// <summary>Makes the paper of a stored filing as PDF/A, hands the filing over to the registry and sends the receipt by e-mail.</summary>
internal sealed class MakeFilingPaper(ServicesDb db, FormShelf forms, IDirectory directory, PaperPress press, IBlobStore blobs, ITracking tracking, ReceiptMail mail, ServiceCatalogue catalogue, MailAddresses addresses, Texts texts)
    : IHandle<FilingPaperOrdered>
{
    public async Task Handle(FilingPaperOrdered message, CancellationToken cancel)
    {
        var submission = await db.Submissions.SingleAsync(s => s.Id == message.Submission, cancel);
        if (submission.State != SubmissionState.Received) return;
        var form = forms.Version(submission.Form, submission.FormVersion) ?? throw new InvalidOperationException($"The form {submission.Form} v{submission.FormVersion} is gone.");
        var office = await directory.Office(submission.Office, cancel) ?? throw new InvalidOperationException("The office is gone.");

        var metadata = FiledFacts.Metadata(submission, form, office, catalogue.On(submission.FiledAt), await Identification.Of(submission, addresses, cancel));
        var paper = press.Press(FilingPaper.Of(submission, form, office, tracking.Keys(submission.Id).Code, metadata, texts)).Bytes;
        var staged = await blobs.Stage(new MemoryStream(paper, writable: false), paper.Length, cancel);
        submission.HandOver(staged.Hash.ToString(), staged.Size);
        var first = new FiledPart(staged.Hash.ToString(), $"{submission.Form}-{submission.Code}.pdf", "application/pdf", staged.Size);
        db.Publish(new SubmissionFiled(submission.Id, submission.Office, submission.Form, submission.FormVersion, TrackingCode.Grouped(submission.Code), submission.Matter, form.Agenda,
            form.FilingMark, form.DeadlineRule, submission.Filer, submission.FiledAt, submission.ConfirmBy, [first, .. submission.Files], submission.Appeals, submission.Language));
        // Held before, and confirmed meanwhile.
        if (submission is { Confirmation: ConfirmationState.Confirmed, ConfirmedWay: { } way, ConfirmedAt: { } at }) db.Publish(new SubmissionConfirmed(submission.Id, way, at));
        await mail.Order(submission, form, office, cancel);
        await db.SaveChangesAsync(cancel);
    }
}
