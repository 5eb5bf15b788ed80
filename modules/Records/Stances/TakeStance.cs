using Microsoft.EntityFrameworkCore;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Records;
using Virtuos.Kernel.Calendar;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Records;

/// <summary>
/// The office that was asked has answered: its paper is registered beside what the text answers, and the text goes on or back. What nobody
/// waits for any more is registered only.
/// </summary>
internal sealed class TakeStance(RecordsDb db, Registry registry, RunBook runs, Approvers approvers, IDirectory directory, Texts texts) : IHandle<StanceGiven>
{
    public async Task Handle(StanceGiven message, CancellationToken cancel)
    {
        if (await db.ApprovalTasks.FirstOrDefaultAsync(t => t.Id == message.Task, cancel) is not { } asked) return;
        await runs.Hold(asked.Document, cancel);
        var document = await db.Documents.FirstAsync(d => d.Id == asked.Document, cancel);
        var own = await db.OwnDocuments.FirstAsync(o => o.Id == document.Id, cancel);
        var giver = (await directory.Office(message.Giver, cancel))!;
        var answered = await db.Documents.FirstOrDefaultAsync(d => d.Id == document.Parent, cancel);
        var received = await registry.Enter(document.Office, new(message.Answer, message.Answer, StanceRequests.Channel, message.Title,
            new(giver.Name, giver.Seat, giver.Email, giver.Phone, null) { OrganisationNumber = giver.OrganisationNumber }, message.At, Prague.Day(message.At), document.Agenda)
        {
            SenderNumber = message.ReferenceNumber,
            FilingMark = document.FilingMark,
        }, [message.Content], "filing", cancel, answered);
        if (document.State != DocumentState.ForApproval || asked.State != AnswerState.Open) return;

        var open = await runs.Running(document, own, message.At, cancel);
        var task = open.Tasks.Single(t => t.Id == asked.Id);
        var said = texts.In("cs")["records.stance.said", ("number", message.ReferenceNumber), ("ours", received.ReferenceNumber!)];
        task.Answer(message.Agrees ? AnswerState.Approved : AnswerState.Returned, message.Giver, $"{giver.Name}, {message.ByName}", said, message.At);
        if (message.Agrees)
        {
            // An office is never the last on a route: the number and the seal are given by a person of this one.
            var next = runs.GoOn(open, task, own, message.At) ?? throw new InvalidOperationException("A route does not end in another office.");
            document.LieWith(RunBook.Keeper(open, next));
            approvers.Note(document, StepKind.Agreed, null, next.AssigneeName, $"{giver.Name}: {said}", message.At);
        }
        else
        {
            runs.End(open, RunState.Returned, message.At);
            if (document.ReturnTo(own.Author, DocumentState.Returned) is { } no) throw new InvalidOperationException(no.Code);
            approvers.Note(document, StepKind.Returned, null, own.AuthorName, $"{giver.Name}: {said}", message.At);
        }
    }
}
