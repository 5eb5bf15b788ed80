"""Calls the peer of data boxes as any program would that knows nothing but the published WSDL.

isds_client.py WSDLS_NEW WSDLS_OLD URL ROOT USER PASSWORD RECIPIENT: prints one line of JSON an operation, with its status code.
"""
import datetime
import json
import sys

import requests
import zeep
import zeep.helpers
import zeep.transports

new, old, url, root, user, password, recipient = sys.argv[1:]
session = requests.Session()
session.auth = (user, password)
session.verify = root
session.trust_env = False
ns = '{http://isds.czechpoint.cz/v20}'


def door(wsdl, binding, place):
    return zeep.Client(wsdl, transport=zeep.transports.Transport(session=session)).create_service(ns + binding, url + place)


operations = door(new + '/dm_operations.wsdl', 'dmOperationsBinding', 'dz')
info = door(new + '/dm_info.wsdl', 'dmInfoBinding', 'dx')
search = door(new + '/db_search.wsdl', 'DataBoxSearchBinding', 'df')
access = door(new + '/db_access.wsdl', 'DataBoxAccessBinding', 'DsManage')
big = door(old + '/dm_VoDZ.wsdl', 'dmVoDZBinding', 'vodz')
envelope = {name: None for name in ('dmSenderOrgUnit', 'dmSenderOrgUnitNum', 'dmRecipientOrgUnit', 'dmRecipientOrgUnitNum', 'dmToHands', 'dmRecipientRefNumber', 'dmRecipientIdent', 'dmSenderIdent',
                                    'dmLegalTitleLaw', 'dmLegalTitleYear', 'dmLegalTitleSect', 'dmLegalTitlePar', 'dmLegalTitlePoint')}
envelope.update(dbIDRecipient=recipient, dmAnnotation='Dobrý den', dmSenderRefNumber='CIZI 1', dmPersonalDelivery=False, dmAllowSubstDelivery=True)
span = dict(dmFromTime=None, dmToTime=None, dmStatusFilter='-1', dmOffset=1, dmLimit=100)


def call(service, name, **arguments):
    answer = zeep.helpers.serialize_object(getattr(service, name)(**arguments), dict)
    status = answer.get('dmStatus') or answer.get('dbStatus') if isinstance(answer, dict) and ('dmStatus' in answer or 'dbStatus' in answer) else answer
    code = status.get('dmStatusCode') or status.get('dbStatusCode')
    print(json.dumps({'operation': name, 'code': code, 'said': json.dumps(answer, default=lambda o: '…', ensure_ascii=False)[:500]}, ensure_ascii=False), flush=True)
    return answer


sent = call(operations, 'CreateMessage', dmEnvelope=envelope, dmFiles={'dmFile': [{'dmEncodedContent': b'Dobr\xc3\xbd den', 'dmMimeType': 'text/plain', 'dmFileMetaType': 'main', 'dmFileDescr': 'dopis.txt'}]})['dmID']
upload = call(big, 'UploadAttachment', dmFile={'dmEncodedContent': b'x' * 100000, 'dmMimeType': 'text/plain', 'dmFileDescr': 'velky.txt'})
ext = {'dmFileMetaType': 'main', 'dmAttID': upload['dmAttID'], 'dmAttHash1': upload['dmAttHash1']['_value_1'], 'dmAttHash1Alg': 'SHA-256', 'dmAttHash2': upload['dmAttHash2']['_value_1'], 'dmAttHash2Alg': 'SHA3-256'}
large = call(big, 'CreateBigMessage', dmEnvelope=envelope, dmFiles={'dmExtFile': [ext]})['dmID']
call(info, 'GetListOfSentMessages', dmSenderOrgUnitNum=None, **span)
call(info, 'GetListOfReceivedMessages', dmRecipientOrgUnitNum=None, **span)
call(info, 'GetMessageStateChanges', dmFromTime=None, dmToTime=None)
call(info, 'GetDeliveryInfo', dmID=sent)
call(info, 'GetSignedDeliveryInfo', dmID=sent)
call(operations, 'SignedSentMessageDownload', dmID=sent)
call(big, 'SignedSentBigMessageDownload', dmID=large)
session.auth = ('user-' + recipient, password)
call(operations, 'SignedMessageDownload', dmID=sent)
call(big, 'SignedBigMessageDownload', dmID=large)
call(info, 'MarkMessageAsDownloaded', dmID=sent)
call(search, 'ISDSSearch3', searchText=recipient, searchType='DBID', searchScope='ALL', page=0, pageSize=10, highlighting=False)
call(search, 'CheckDataBox', dbID=recipient)
call(access, 'GetOwnerInfoFromLogin', dbDummy='')
call(access, 'GetPasswordInfo', dbDummy='')
