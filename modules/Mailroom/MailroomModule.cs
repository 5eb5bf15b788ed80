using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Jobs;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Mailroom;

/// <summary>What leaves the office and the proof that it arrived (výpravna): the portal's mailbox and e-mail.</summary>
public sealed class MailroomModule : Module
{
    public override string Name => "mailroom";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new("mailroom.queue", Audience.Operator),
        new("mailroom.demo", Audience.Anyone),
    ];

    public override IReadOnlyList<MenuItem> Menu => [new("mailroom.menu.queue", "/sprava/posta", "mailroom.queue", 920)];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<MailroomDb>();
        services.AddSingleton<MailCarrier>();
        services.AddScoped<MailQueue>().AddScoped<DemoMail>().AddScoped<RetryMail>();
        services.AddHandler<MailroomDb, MailOrdered, QueueMail>();
        services.AddHandler<MailroomDb, LetterOrdered, LayLetter>();
        services.AddHandler<MailroomDb, LetterOpened, ProveOpening>();
        services.AddJob<SendMail>();
        services.AddBlobCitation(Name, "select p ->> 'Blob' from mailroom.outgoing_mail, jsonb_array_elements(attachments) p");
        services.AddBlobCitation(Name, "select p ->> 'Blob' from mailroom.letter, jsonb_array_elements(content) p");
        services.AddBlobCitation(Name, "select proof ->> 'Blob' from mailroom.letter where proof is not null");
    }
}
