using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Mailroom;
using Virtuos.Contracts.Records;
using Virtuos.Contracts.Services;
using Virtuos.Kernel;
using Virtuos.Kernel.Blobs;
using Virtuos.Kernel.Outbox;
using Virtuos.Services.Filing;
using Virtuos.Services.Finding;
using Virtuos.Services.Following;
using Virtuos.Services.Mailbox;
using Virtuos.Services.Situations;
using Virtuos.Services.Supplementing;
using Virtuos.Services.Texting;
using Virtuos.Services.Webhooks;

namespace Virtuos.Services;

public sealed partial class ServicesModule
{
    partial void AddFollowing(IServiceCollection services)
    {
        services.AddSingleton<SituationShelf>().AddSingleton<SearchIndex>();
        services.AddScoped<LocalSituations>().AddScoped<ReviewSituations>().AddScoped<OverrideSituation>();
        services.AddScoped<FindEverything>().AddScoped<IPublicPages, SituationPublicPages>();
        services.AddScoped<MatterReader>().AddScoped<FollowByPin>().AddScoped<MyMatters>().AddScoped<News>().AddScoped<WatchMatter>().AddScoped<AnswerNewsLink>();
        services.AddScoped<WatchByPhone>().AddScoped<PhoneNews>();
        services.AddSingleton<WebhookCarrier>().AddScoped<WebhookReader>().AddScoped<RegisterWebhook>().AddScoped<ChangeWebhook>().AddScoped<StopWebhook>();
        services.AddHandler<ServicesDb, WebhookChallenged, ChallengeWebhook>(outside: true);
        services.AddHandler<ServicesDb, WebhookNews, PostNews>(outside: true);
        services.AddScoped<OpenLetter>();
        services.AddScoped<FileSupplement>().AddScoped<AttachToSupplement>().AddScoped<RemoveFromSupplement>();
        services.AddHandler<ServicesDb, SubmissionFiled, KeepMatter>();
        services.AddHandler<ServicesDb, PaperReceived, KeepMatter>();
        services.AddHandler<ServicesDb, MessageTaken, KeepMatter>();
        services.AddHandler<ServicesDb, LetterBegan, KeepMatter>();
        services.AddHandler<ServicesDb, SubmissionConfirmed, KeepMatter>();
        services.AddHandler<ServicesDb, SubmissionLapsed, KeepMatter>();
        services.AddHandler<ServicesDb, SupplementFiled, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentRegistered, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentAssigned, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentFiled, KeepMatter>();
        services.AddHandler<ServicesDb, CompletionCalled, KeepMatter>();
        services.AddHandler<ServicesDb, CompletionEnded, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentDispatched, KeepMatter>();
        services.AddHandler<ServicesDb, DecisionBecameFinal, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentSettled, KeepMatter>();
        services.AddHandler<ServicesDb, LetterLaid, KeepMatter>();
        services.AddHandler<ServicesDb, DocumentDestroyed, EraseContent>();
        services.AddBlobCitation(Name, "select p ->> 'Blob' from services.mailbox_letter, jsonb_array_elements(content) p union select hash from services.supplement where erased_at is null union select paper from services.supplement where erased_at is null union select f ->> 'Blob' from services.supplement, jsonb_array_elements(files) f union select blob from services.supplement_file");
    }

    partial void MapFollowing(IEndpointRouteBuilder routes)
    {
        // A situation with a mistake stops the start, not the first citizen who opens it.
        routes.ServiceProvider.GetRequiredService<SituationShelf>();
        SituationRoutes.Map(routes);
        FollowingRoutes.Map(routes);
        PhoneRoutes.Map(routes);
        WebhookRoutes.Map(routes);
        SupplementRoutes.Map(routes);
    }
}
