using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Outbox;
using Virtuos.Ui;

namespace Virtuos.Mailroom;

/// <summary>What comes to the office and what leaves it, with the proof that it arrived (podatelna a výpravna): data boxes, the portal's mailbox, e-mail and short texts.</summary>
public sealed class MailroomModule : Module
{
    public override string Name => "mailroom";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new("mailroom.queue", Audience.Operator),
        new("mailroom.demo", Audience.Anyone),
        new("mailroom.feedback", Audience.Anyone),
        new(MailroomPermissions.Receive, Audience.Officials, Roles.FilingRoom),
        new(MailroomPermissions.Intake, Audience.Officials, Roles.FilingRoom),
        new(MailroomPermissions.Decide, Audience.Officials, Roles.FilingRoom),
        new(MailroomPermissions.Accounts, Audience.Operator),
        new(MailroomPermissions.Import, Audience.Operator),
        new(MailroomPermissions.Boxes, Audience.Officials, Roles.Administrator),
    ];

    public override IReadOnlyList<MenuItem> Menu => [new("mailroom.menu.queue", "/sprava/posta", "mailroom.queue", 920), new("mailroom.boxes.title", "/sprava/datove-schranky", MailroomPermissions.Boxes, 870), new("mailroom.boxes.all", "/sprava/datove-schranky/urady", "mailroom.queue", 921)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<MailroomDb>();
        services.AddSingleton<MailCarrier>().AddSingleton<SmsCarrier>();
        services.AddScoped<MailQueue>().AddScoped<DemoMail>().AddScoped<SendFeedback>().AddScoped<RetryMail>();
        services.AddHandler<MailroomDb, MailOrdered, QueueMail>();
        services.AddHandler<MailroomDb, SmsOrdered, QueueSms>();
        services.AddHandler<MailroomDb, LetterOrdered, LayLetter>();
        services.AddHandler<MailroomDb, LetterOpened, ProveOpening>();
        services.AddHandler<MailroomDb, DocumentDestroyed, EraseLetters>();
        IntakeServices.Add(services, Name);
        BoxServices.Add(services, Name);
        services.AddJob<SendMail>().AddJob<SendSms>().AddJob<ForgetMail>();
        services.AddBlobCitation(Name, "select p ->> 'Blob' from mailroom.outgoing_mail, jsonb_array_elements(attachments) p");
        services.AddBlobCitation(Name, "select p ->> 'Blob' from mailroom.letter, jsonb_array_elements(content) p");
        services.AddBlobCitation(Name, "select proof ->> 'Blob' from mailroom.letter where proof is not null");
    }

    public override void MapRoutes(IEndpointRouteBuilder routes)
    {
        BoxRoutes.Map(routes);
        routes.MapPost("/zpetna-vazba", async (HttpContext http, SendFeedback act, Texts texts, CancellationToken cancel) =>
        {
            var form = await http.Request.ReadFormAsync(cancel);
            var result = await act.Run(new(form["Page"], form["Useful"], form["Text"], http.Connection.RemoteIpAddress?.ToString() ?? ""), cancel);
            return result.Succeeded ? PageAnswer.Go("/zpetna-vazba?odeslano=ano") : PageAnswer.Again<FeedbackPage>(texts, result.Refusals,
                (nameof(FeedbackPage.Page), form["Page"].ToString()), (nameof(FeedbackPage.Useful), form["Useful"].ToString()), (nameof(FeedbackPage.Text), form["Text"].ToString()));
        }).BeforePages();
    }
}
